/** Weights on their way, the worker and what can be done when something failed. */
export const readiness = {
  loading: 'Loading the weights',
  loadingMb: 'Loading the weights: {{loaded}} of {{total}} MB',
  settingUp: 'The weights are here; the models are being set up.',
  warming: 'The models warm up; a run can be started now.',
  restarting: '{{reason}} A new worker starts; what was asked for goes on there.',
  recovered: '{{reason}} A new worker has taken over; results that were ready stay.',
  fellBack:
    '{{reason}} A new worker goes on with WebAssembly, which may take longer; results that were ready stay.',
  recalled_one:
    '{{count}} result from earlier in this session is shown again, with what was decided and drawn.',
  recalled_other:
    '{{count}} results from earlier in this session are shown again, with what was decided and drawn.',
  missing_one: '{{count}} of {{total}} results is missing.',
  missing_other: '{{count}} of {{total}} results are missing.',
  keptOf: '{{done}} of {{total}} results were ready and are kept.',
  offline: 'This computer is offline. The weights are here; images that were not read yet are not.',
  offlineWithout: 'This computer is offline. Connect it to the network if the weights do not load.',
  unreadable: 'An image of the series could not be read from the server ({{reason}}).',
  noAnswer: 'no answer',
  again: 'Try again',
  goOn: 'Go on',
  adviseWeights:
    'Without these weights nothing can be run. Try again; if it stays, ask who looks after this server to install them.',
  adviseMemory: 'If it stays, reload the page: that frees memory, too.',
  adviseServer: 'Try again when the server answers.',
  adviseWorker: 'Try again; if it happens again, reload the page.',
  adviseBackend: 'Try again; if it stays, reload the page or use another browser.',
  adviseAgain: 'Try again, or reload the page.',
};
