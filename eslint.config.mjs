import tseslint from 'typescript-eslint';
import reactHooks from 'eslint-plugin-react-hooks';

/** Each folder's forbidden imports, with the reason the reader of the error needs. The same rule is tested on the whole graph. */
const forbid = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });
const HOST = {
  regex: '^(@ohif/|@cornerstonejs/|react(-dom)?($|/))',
  message: 'src is the pure core: no OHIF, cornerstone or React. Put the adapter in extension/.',
};
const NODE = { regex: '^node:', message: 'src also runs in the browser: Node adapters belong in cli/.' };
const OUTWARD = {
  regex: '^@lacuna/(extension|mode-|viewer|cli)|(^|/)(extension|modes|viewer|cli)/',
  message: 'Dependencies point inwards: modes -> extension -> src, cli -> src.',
};
const ORT = { regex: '^onnxruntime-', message: 'Only src/inference/session-*.ts knows onnxruntime.' };
const DCMJS = { regex: '^dcmjs$', message: 'Only src/dicom encodes DICOM.' };

export default tseslint.config(
  {
    ignores: ['**/node_modules', '**/dist', '.lacuna', '.venv', 'models', 'test/artifacts', 'test/fixtures'],
  },
  ...tseslint.configs.strict,
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      'no-console': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      ...forbid(HOST, NODE, OUTWARD, ORT, DCMJS),
      'no-console': 'error',
      'no-restricted-globals': [
        'error',
        ...['window', 'document', 'localStorage', 'process', 'Buffer'].map((name) => ({
          name,
          message: 'src runs in Node, worker and page alike: take it as a parameter.',
        })),
      ],
    },
  },
  { files: ['src/inference/session-*.ts'], rules: forbid(HOST, NODE, OUTWARD, DCMJS) },
  { files: ['src/dicom/**/*.ts'], rules: forbid(HOST, NODE, OUTWARD, ORT) },
  {
    files: ['src/dicom/*verif*.ts'],
    rules: forbid(HOST, NODE, OUTWARD, ORT, DCMJS, {
      regex: 'writer',
      message: 'The verifier shares nothing with the writers.',
    }),
  },
  {
    files: ['extension/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      ...forbid({ regex: '^@lacuna/(mode-|viewer|cli)', message: OUTWARD.message }, NODE, ORT, DCMJS),
    },
  },
  {
    files: ['modes/**/*.ts'],
    rules: forbid(
      { regex: '^@lacuna/(viewer|cli|core)', message: 'Modes only compose extensions.' },
      NODE,
      ORT,
      DCMJS,
    ),
  },
  {
    files: ['cli/**/*.ts'],
    rules: forbid(HOST, { regex: '^@lacuna/(extension|mode-|viewer)', message: OUTWARD.message }, ORT, DCMJS),
  },
  {
    files: ['**/*.{cjs,mjs,js}'],
    rules: { '@typescript-eslint/no-require-imports': 'off', 'no-undef': 'off' },
  },
);
