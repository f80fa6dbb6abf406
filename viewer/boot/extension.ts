// Entry of the import map for "@lacuna/extension".
import { guarded } from './guarded.ts';

export default await guarded('The Lacuna extension', () => import('@lacuna/extension'));
