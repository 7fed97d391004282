/** The page on which the plan of a place is filled in: parts and rows, what was found beside them, and a bar that stays in sight. */
export const PLACE_CSS: string = `
.plan-page main{max-width:1500px;padding-bottom:0}
.plan-page>footer{max-width:1460px}
.plan-page h2{scroll-margin-top:16px}
.plan-page #intro,.plan-page .plan-files,.plan-page .plan-keep{display:flex;flex-direction:column;gap:8px;max-width:78ch}
.plan-page #editor,.plan-page #form{display:flex;flex-direction:column;gap:18px;min-width:0}
.plan-page .plan-files,.plan-page .plan-keep>*{border-top:1px solid var(--line);padding-top:10px}
.plan-page .plan-keep>*+*{border:0;padding-top:0}
.plan-page .plan-keep:empty{display:none}
.plan-page .plan-keep form{margin-top:8px}
.plan-page .buttons{display:flex;flex-wrap:wrap;gap:10px 14px;align-items:center}
.plan-page .buttons button,.plan-page .plan-row button{align-self:auto}
.plan-page .file-choice{display:flex;flex-direction:column;gap:4px;min-width:0;max-width:100%}
.plan-page .hint{font-size:14px;color:var(--soft);max-width:78ch}
.plan-page .told:has(.notice){border:0;background:none;padding:0}
.plan-page .told>p+p,.plan-page .told>p+ul{margin-top:4px}
.plan-page .told li{border:0;padding:2px 0}
.plan-page>.confirm{margin:auto;padding:18px 20px}
.plan-grid{display:grid;grid-template-columns:minmax(0,1fr);gap:24px 32px;align-items:start}
.plan-part{display:flex;flex-direction:column;gap:10px;border-top:1px solid var(--ink);padding-top:10px;min-width:0}
.form-page .plan-part>h2,.form-page .plan-found h2,.form-page .plan-files h2{border:0;padding:0;font:600 20px/1.3 "Noto Serif",Georgia,serif;letter-spacing:0;text-transform:none;color:var(--ink)}
.plan-row{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:10px 12px;align-items:start;background:var(--card);border:1px solid var(--line);border-radius:3px;padding:10px 12px 12px}
.plan-row>*{grid-column:1/-1}
.plan-row .field{display:flex;flex-wrap:wrap;align-items:baseline;gap:4px 10px;min-width:0;border:0;margin:0;padding:0}
.plan-row .field>label,.plan-row legend{font-weight:600;font-size:14px;padding:0}
.plan-row legend{float:left;width:100%}
.plan-row legend+*{clear:both}
.plan-row .field>input,.plan-row .field>select,.plan-row .field>.fault{flex:1 0 100%;min-width:0;max-width:100%}
.plan-row .count{font-size:13px;color:var(--soft)}
.plan-row input::placeholder{color:var(--soft);opacity:1;font-style:italic}
.plan-row .field-code,.plan-row .field-zone,.plan-row .field-people,.plan-row .field-n,.plan-row .field-graceMin,.plan-row .field-checkIns{grid-column:span 1}
.plan-row .choices{display:flex;flex-wrap:wrap;gap:0 20px;align-items:center;width:100%}
.plan-row .field-languages .choices{gap:8px}
.plan-row .field-languages select{width:auto;flex:1 1 96px;min-width:0}
.plan-row .choice{min-height:44px;align-items:center;font-weight:400;font-size:15px}
.form-page .plan-row .choice input{width:22px;height:22px;min-height:0;transform:none}
.plan-row .choice[hidden]{display:none}
.plan-row .choice>span{overflow-wrap:anywhere}
.plan-page .fault{color:var(--red);font-weight:600;font-size:14px}
.plan-page [aria-invalid]{border-color:var(--red)}
.plan-row .row-acts{display:flex;gap:10px;justify-content:flex-end}
.plan-row .row-acts button,.plan-page .removed button{padding:6px 14px;font-size:14px}
.plan-page .removed{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:center}
.plan-found{display:flex;flex-direction:column;gap:10px;min-width:0;border-top:1px solid var(--ink);padding-top:10px}
.plan-found li{padding:7px 0}
.plan-found li a{display:inline-block;min-height:24px;padding:2px 0}
.plan-found li .quiet{display:block;font-size:14px}
.plan-found .weight{font-size:12px;letter-spacing:.05em;text-transform:uppercase;margin-right:4px}
.plan-found .found:first-of-type .weight{color:var(--red)}
.plan-bar{position:sticky;bottom:0;z-index:1;display:flex;flex-wrap:wrap;gap:6px 18px;align-items:center;justify-content:space-between;background:var(--paper);border-top:3px double var(--ink);padding:8px 0}
.plan-bar p{font-size:14px}
.plan-bar a{display:inline-block;padding:10px 0}
.plan-bar:empty,.plan-files:empty{display:none}
@media (min-width:860px){
.plan-row{grid-template-columns:repeat(12,minmax(0,1fr))}
.plan-row .field-code,.plan-row .field-zone{grid-column:span 3}
.row-zones .field-code,.row-zones .field-map,.row-approaches .field-code{grid-column:span 3}.row-zones .field-zones{grid-column:span 4}.row-approaches .field-zones{grid-column:span 7}
.row-cells .field-homes{grid-column:span 4}.row-cells .field-people{grid-column:span 2}.row-cells .field-wardens,.row-cells .field-deputies{grid-column:span 5}
.row-settlement .field{grid-column:span 4}
.row-organisers .field{grid-column:span 4}.row-organisers .field-deputies{grid-column:span 10}
.row-points .field-code{grid-column:span 3}.row-points .field-name{grid-column:span 5}.row-points .field-approach{grid-column:span 4}
.row-outside .field-name,.row-viewing .field-name{grid-column:span 5}.row-outside .field-map,.row-viewing .field-map{grid-column:span 4}
.row-alarm{align-items:end}
.row-press .field,.row-alarm .field{grid-column:span 4}.row-press .field-address{grid-column:span 8}
.row-keyholders .field-n{grid-column:span 2}.row-keyholders .field-handle{grid-column:span 7}
.plan-row .row-acts{grid-column:1/-1}
.row-cells .row-acts,.row-zones .row-acts,.row-approaches .row-acts,.row-organisers .row-acts{grid-column:span 2;align-self:end}
.row-keyholders .row-acts{grid-column:span 3;align-self:end}
}
@media (min-width:1180px){
.plan-page>.confirm{margin:auto;padding:18px 20px}
.plan-grid{grid-template-columns:minmax(0,1fr) 380px}
.plan-found{position:sticky;top:0;max-height:calc(100vh - 84px);overflow-y:auto}
.row-cells .field-code{grid-column:span 2}.row-cells .field-homes{grid-column:span 5}
}
@media print{.plan-bar,.plan-files,.plan-keep,.plan-page .row-acts,.plan-page button{display:none}}
`;
