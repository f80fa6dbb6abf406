import { methodColours, methodRules } from './method-style.ts';

const DARK = `--ground:#14171c;--text:#e8eaee;--faint:#9aa3b0;--rule:#333a45;--panel:#1c2027;--accent:#e8eaee;${methodColours('dark')}`;
const LIGHT = `--ground:#fff;--text:#16191d;--faint:#5c6470;--rule:#d5d9df;--panel:#f5f6f8;--accent:#16191d;${methodColours('white')}`;

/** The whole style sheet: light and dark by the reader's setting, always light on paper. No URL in it. */
export const styleSheet = (): string => `
:root{color-scheme:light dark;${LIGHT}}
@media (prefers-color-scheme:dark){:root{${DARK}}}
*{box-sizing:border-box}
body{margin:0 auto;padding:24px 20px 60px;max-width:1180px;background:var(--ground);color:var(--text);font:15px/1.5 system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
h1{font-size:26px;line-height:1.2;margin:0 0 4px}h2{font-size:20px;margin:44px 0 10px;border-bottom:1px solid var(--rule);padding-bottom:5px}h3{font-size:16px;margin:24px 0 8px}
p{max-width:80ch;margin:8px 0}.notice{border:1px solid var(--rule);border-left:4px solid var(--m-latent-bernoulli);background:var(--panel);padding:8px 12px}
.faint,figcaption,.note{color:var(--faint)}.note,figcaption{font-size:13.5px}
a{color:inherit}nav ul{display:flex;flex-wrap:wrap;gap:4px 16px;list-style:none;padding:0;margin:12px 0}
.facts{display:flex;flex-wrap:wrap;gap:10px 32px;margin:16px 0;padding:0}.facts div{min-width:96px}.facts dt{font-size:13px;color:var(--faint)}.facts dd{margin:0;font-size:19px;font-variant-numeric:tabular-nums}
.wide{overflow-x:auto;margin:10px 0}
table{border-collapse:collapse;font-size:14px;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--faint);font-size:13.5px;padding:4px 0;max-width:80ch}
th,td{padding:4px 12px 4px 0;text-align:right;border-bottom:1px solid var(--rule);white-space:nowrap;vertical-align:top}
th:first-child,td:first-child{text-align:left}td.text,th.text{text-align:left}td.long{white-space:normal;text-align:left;overflow-wrap:anywhere;min-width:14em}
thead th{font-weight:600;border-bottom:2px solid var(--rule);vertical-align:bottom}tbody th{font-weight:500}
.key{color:var(--m,inherit);font-size:16px;line-height:1}
.plots{display:flex;flex-wrap:wrap;gap:22px 28px;align-items:flex-start}figure{margin:10px 0;max-width:100%}
.plot{display:block;max-width:100%;height:auto}.with-names{display:flex;align-items:flex-start;max-width:100%;overflow-x:auto}.with-names .plot{flex:none;max-width:none}
svg text{fill:var(--text);font:12px system-ui,"Segoe UI",Roboto,Arial,sans-serif}.grid line{stroke:var(--rule)}.ticks text,text.ticks{fill:var(--faint);font-size:11.5px}
.middle,.middle text{text-anchor:middle}.end,.end text{text-anchor:end}.axis{font-size:12.5px}.row{font-size:12px;paint-order:stroke;stroke:var(--ground);stroke-width:4px;stroke-linejoin:round}tspan.faint{fill:var(--faint)}
.line{fill:none;stroke:var(--m);stroke-width:2;stroke-linejoin:round}.mark{fill:var(--m);stroke:var(--ground);stroke-width:1}.case{fill:var(--m);fill-opacity:.55}.bar{fill:var(--m)}
.whisker{stroke:var(--m);stroke-width:2.5}.whisker.plain{stroke:var(--accent)}circle.plain{fill:var(--accent)}.guide{stroke:var(--faint);stroke-dasharray:3 4;fill:none}.used{stroke:var(--accent);stroke-width:1.2}.oracle{fill:none;stroke:var(--accent);stroke-width:2}.join{stroke:var(--rule);stroke-width:2}
.legend{display:flex;flex-wrap:wrap;gap:4px 20px;list-style:none;padding:0;margin:6px 0 12px;font-size:14px}.legend svg{vertical-align:-1px}
.sheet{display:flex;flex-wrap:wrap;gap:8px;margin:6px 0}.sheet figure{margin:0;width:166px}.sheet img{display:block;width:100%;height:auto;background:#000;image-rendering:auto}.sheet figcaption{font-size:12.5px;line-height:1.35;padding-top:3px}
details{margin:10px 0}summary{cursor:pointer}dl.terms{display:grid;grid-template-columns:minmax(9em,max-content) 1fr;gap:5px 18px;margin:8px 0;font-size:14px}dl.terms dt{font-weight:600}dl.terms dd{margin:0;max-width:80ch;overflow-wrap:anywhere}
dl.hashes dd{font-family:ui-monospace,Consolas,monospace;font-size:13px}
${methodRules()}
@media (max-width:560px){body{padding:16px 12px 40px}dl.terms{grid-template-columns:1fr}dl.terms dd{margin-bottom:6px}.sheet figure{width:calc(50% - 4px)}}
@media print{:root{color-scheme:light;${LIGHT}}@page{margin:14mm}body{max-width:none;padding:0;font-size:10.5pt}nav{display:none}figure,tr,.sheet{break-inside:avoid}h2,h3,caption{break-after:avoid}.wide{overflow:visible}table{font-size:8pt}th,td{padding-right:6pt;white-space:normal}.key{font-size:9pt}details::details-content{content-visibility:visible;display:block;height:auto}.bar,.mark,.case,img{-webkit-print-color-adjust:exact;print-color-adjust:exact}.with-names{overflow:visible}}
`;
