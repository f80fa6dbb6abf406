// Entry of the import map for "@lacuna/mode-review".
import { guarded } from './guarded.ts';

export default await guarded('The Lacuna review mode', () => import('@lacuna/mode-review'));
