/** Layout for windows; paper changes some of it below. Classes are those that the parts write. */
export const SCREEN_STYLE = `*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:auto}
body{margin:0 auto;max-width:1120px;padding:28px 24px 40px;background:var(--page);color:var(--c-text);font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:break-word}
a{color:inherit;text-decoration:underline;text-decoration-color:var(--c-flat);text-decoration-thickness:1px;text-underline-offset:2px}
td a,.big a{text-decoration:none}
a:hover{text-decoration:underline;text-decoration-color:currentColor}
:focus-visible{outline:2px solid var(--c-accent);outline-offset:2px;border-radius:2px}
bdi{unicode-bidi:isolate}
.short{white-space:nowrap}
@media screen{.short wbr{display:none}}
.long{display:inline-block;min-width:16ch;overflow-wrap:anywhere}
sup{font-size:.7em;line-height:0;margin-left:1px}
sup a{display:inline-block;padding:0 3px;color:var(--c-muted);text-decoration:none}
code{font:.92em ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace}
.muted,.none{color:var(--c-muted)}
.gain{color:var(--c-gain)}.loss{color:var(--c-loss)}
.masthead{margin:0 0 18px}
.brand{display:flex;align-items:center;gap:7px;margin:0 0 10px;font-weight:650;font-size:13px;letter-spacing:.01em;color:var(--c-muted)}
.sign{width:18px;height:18px}
h1{margin:0 0 14px;font-size:27px;line-height:1.2;font-weight:680;letter-spacing:-.015em;overflow-wrap:anywhere}
.facts{display:flex;flex-wrap:wrap;gap:8px 30px;margin:0}
.facts dt{font-size:12px;color:var(--c-muted)}
.facts dd{margin:0;overflow-wrap:anywhere}
.contents{margin:0 0 20px;border-top:1px solid var(--c-line);border-bottom:1px solid var(--c-line)}
.contents ul{display:flex;flex-wrap:wrap;gap:2px 18px;margin:0;padding:9px 0;list-style:none;font-size:13px}
.contents a{display:inline-block;padding:2px 0;color:var(--c-muted);text-decoration:none}
.contents a:hover{color:var(--c-text);text-decoration:underline}
main{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));grid-auto-flow:dense;gap:16px}
.part{grid-column:1/-1;min-width:0;padding:18px 20px 20px;background:var(--raised);border:1px solid var(--c-line);border-radius:10px;box-shadow:var(--shadow)}
#sides,#exit-reasons,#weekdays{grid-column:1}
#hours{grid-column:2;grid-row:span 3}
h3{margin:18px 0 8px;font-size:14px;line-height:1.3;font-weight:650}
h2{margin:0 0 12px;font-size:16px;line-height:1.3;font-weight:650;letter-spacing:-.005em;overflow-wrap:anywhere}
.lead{margin:-7px 0 12px;color:var(--c-muted);max-width:75ch}
#key-figures{padding:0;background:none;border:0;box-shadow:none}
#key-figures h2{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.cards{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:12px;margin:0}
.card{min-width:0;padding:13px 16px 12px;background:var(--raised);border:1px solid var(--c-line);border-radius:10px;box-shadow:var(--shadow)}
.card dt{font-size:12.5px;color:var(--c-muted)}
.card dd{margin:0}
.big{display:block;font-size:23px;line-height:1.35;font-weight:640;letter-spacing:-.015em;overflow-wrap:anywhere}
.big sup{font-size:.5em}
.big sup a{font-weight:400;letter-spacing:0}
.small{display:block;font-size:12px;color:var(--c-muted);overflow-wrap:anywhere}
.chart-figure{margin:0}
.chart-figure+.chart-figure{margin-top:14px}
.chart-figure figcaption{margin:0 0 4px;font-size:12.5px;color:var(--c-muted)}
.chart{display:block;width:100%;height:auto;overflow:visible}
.chart text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif!important;font-variant-numeric:tabular-nums;pointer-events:none}
.chart a path:hover{stroke:var(--c-text);stroke-width:1.5}
.calendar .chart{max-width:850px}
.calendar .narrow .chart{max-width:380px}
.calendar .legend{margin:6px 0 0 34px}
.legend span{display:inline-flex;gap:3px;margin:0 4px;vertical-align:-1px}
.legend i{width:12px;height:12px;border-radius:3px}
.loss-4{background:var(--c-loss-4)}.loss-3{background:var(--c-loss-3)}.loss-2{background:var(--c-loss-2)}.loss-1{background:var(--c-loss-1)}
.gain-4{background:var(--c-gain-4)}.gain-3{background:var(--c-gain-3)}.gain-2{background:var(--c-gain-2)}.gain-1{background:var(--c-gain-1)}
.flat{background:var(--c-flat)}
.narrow{display:none}
.scroll{overflow-x:auto;margin:0 -20px;padding:0 20px}
.stack{display:grid;gap:22px}
.stack>*{min-width:0}
table{width:100%;border-collapse:collapse;font-size:13px;line-height:1.4}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.stack caption{position:static;width:auto;height:auto;clip-path:none;padding:0 0 4px;text-align:left;font-weight:600;font-size:13.5px}
th,td{padding:5px 8px;text-align:left;vertical-align:baseline;border-bottom:1px solid var(--c-line);font-weight:400}
th:first-child,td:first-child{padding-left:0}
th:last-child,td:last-child{padding-right:0}
thead>tr>*{padding-top:2px;font-size:12px;font-weight:550;color:var(--c-muted);white-space:nowrap;border-bottom-color:var(--c-flat)}
tbody tr:last-child>*{border-bottom:0}
tbody tr:hover>*{background:var(--stripe)}
.number,.span{text-align:right;white-space:nowrap}
.time{white-space:nowrap}
tbody .name{min-width:9ch;max-width:34ch;overflow-wrap:anywhere}
.bar{width:110px;vertical-align:middle}
.bar svg{display:block;width:100px;height:13px}
.bar .gain{fill:var(--c-gain)}.bar .loss{fill:var(--c-loss)}.bar .plain{fill:none}
.bar .axis{stroke:var(--c-flat);stroke-width:.6}
.formula{font:12.5px/1.4 ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono","DejaVu Sans Mono",monospace}
#incomplete td.text{white-space:nowrap}
.differs,.second{display:block;font-size:.9em;color:var(--c-muted)}
.left-out,.empty{margin:12px 0 0;color:var(--c-muted)}
.empty{margin:0}
.notes,.reasons{margin:0;padding-left:1.4em}
.notes li,.reasons li{overflow-wrap:anywhere}
.reasons li:target{background:var(--c-empty)}
.conventions{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:10px 28px;margin:0}
.conventions dt{font-weight:600}
.conventions dd{margin:0;color:var(--c-muted)}
.foot{margin:22px 0 0;color:var(--c-muted);font-size:12px}
@media screen and (max-width:860px){.cards{grid-template-columns:repeat(2,minmax(0,1fr))}}
@media screen and (max-width:680px){body{padding:18px 14px 28px}main{gap:12px}.part{padding:14px 14px 16px}#sides,#exit-reasons,#weekdays,#hours{grid-column:1/-1;grid-row:auto}.wide{display:none}.narrow{display:block}.extra{display:none}.scroll{margin:0 -14px;padding:0 14px}.conventions{grid-template-columns:minmax(0,1fr)}h1{font-size:22px}.cards{gap:8px}.card{padding:10px 12px}.big{font-size:19px}.bar{display:none}.calendar .legend{margin-left:0}.facts{gap:8px 22px}.comparison td:last-child{min-width:28ch}.catalogue thead{display:none}.catalogue tbody tr{display:grid;grid-template-columns:minmax(0,1fr) auto;padding:5px 0;border-bottom:1px solid var(--c-line)}.catalogue tbody tr>*{padding:0;border:0}.catalogue tbody td:nth-child(n+3){grid-column:1/-1}}`;

/** What is different on paper: no cards with shadows, links without lines, heads of tables on each page. */
export const PAPER_STYLE = `@page{margin:14mm 13mm 15mm;@bottom-left{content:"Daybook";font:7.5pt system-ui,sans-serif;color:#4e5865}@bottom-right{content:counter(page) " / " counter(pages);font:7.5pt system-ui,sans-serif;color:#4e5865}}
body{max-width:none;padding:0;font-size:9pt;background:none;-webkit-print-color-adjust:exact;print-color-adjust:exact}
a{text-decoration:none}
.contents{display:none}
main{display:block}
.part{clear:both;margin:0 0 6mm;padding:0;border:0;border-radius:0;box-shadow:none;background:none}
#hours{float:right;width:48%}
#sides,#exit-reasons,#weekdays{float:left;clear:left;width:48%}
.masthead{margin-bottom:5mm;padding-bottom:4mm;border-bottom:1px solid var(--c-line)}
h1{font-size:19pt;margin-bottom:3mm}
h2{font-size:12pt;margin-bottom:2.5mm;break-after:avoid}
.lead{margin:-1.5mm 0 2.5mm;break-after:avoid}
.cards{grid-template-columns:repeat(4,minmax(0,1fr));gap:3mm}
.card{padding:2.5mm 3mm;border-radius:2mm;box-shadow:none;break-inside:avoid}
.big{font-size:14pt}
.card dt,.small,.facts dt{font-size:8pt}
.together{break-inside:avoid}
.new-page{break-before:page}
.scroll{overflow:visible;margin:0;padding:0}
table{font-size:7.8pt}
thead{display:table-header-group}
thead>tr>*{font-size:7.4pt;white-space:normal}
tr,.chart-figure,li,.conventions>div{break-inside:avoid}
caption{break-after:avoid}
th,td{padding:1mm 1.3mm}
.catalogue td,.catalogue tbody th{padding-top:.75mm;padding-bottom:.75mm}
#trades table,#open table{font-size:6.9pt}
#trades tbody .name{max-width:24ch}
#trades .time{white-space:normal;min-width:10ch}
#trades th,#trades td,#open th,#open td{padding-left:.8mm;padding-right:.8mm}
#trades .span{white-space:normal}
.bar,.bar svg{width:15mm}.bar svg{height:2.6mm}
#hours .bar,#hours .bar svg,#sides .bar,#sides .bar svg,#exit-reasons .bar,#exit-reasons .bar svg,#weekdays .bar,#weekdays .bar svg{width:10mm}
.short{white-space:normal}
.short,#trades .name{overflow-wrap:normal}
.long{min-width:9ch;overflow-wrap:anywhere}
#incomplete td.text{white-space:normal}
.formula{font-size:7.2pt}
.stack{display:block}
.stack>*+*{margin-top:5mm}
tbody tr:hover>*{background:none}
.foot{margin-top:4mm;font-size:7.5pt}`;
