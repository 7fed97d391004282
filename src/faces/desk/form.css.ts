/** Pages on which a person fills something in: the locked hub, the first run, people and keys. */
export const FORM_CSS: string = `
.form-page>footer{width:calc(100% - 40px);max-width:600px;margin:0 auto 24px;padding:8px 0 0}
.form-page main{max-width:640px;margin:0 auto;padding:32px 20px 48px;display:flex;flex-direction:column;gap:16px}
.form-page h1{border-bottom:3px double var(--ink);padding-bottom:9px}
.form-page form{display:flex;flex-direction:column;gap:8px;max-width:440px}
.form-page label{font-weight:600;font-size:14px}
.form-page input,.form-page select,.form-page textarea{font:inherit;color:inherit;background:var(--card);border:1.5px solid var(--soft);border-radius:3px;padding:9px 11px;min-height:44px;width:100%}
.form-page fieldset{border:0;padding:0;margin:6px 0 0;display:flex;flex-direction:column;gap:6px;min-width:0}
.form-page legend{font-weight:600;font-size:14px;padding:0 0 6px}
.form-page .near-zones{display:flex;flex-wrap:wrap;gap:0 24px}
.form-page .near-zone{display:flex;align-items:center;gap:10px;min-height:44px;font-weight:400;overflow-wrap:anywhere}
.form-page .near-zone input{width:20px;min-height:20px;flex:none}
.form-page .day-span{display:grid;grid-template-columns:auto minmax(0,1fr) auto minmax(0,1fr);align-items:center;gap:8px}
.form-page button{font:inherit;font-weight:600;color:var(--paper);background:var(--ink);border:0;border-radius:3px;padding:10px 18px;min-height:44px;align-self:flex-start;cursor:pointer}
.form-page button.plain{color:var(--ink);background:transparent;border:1.5px solid var(--soft)}
.form-page li form{flex-flow:row wrap;align-items:center;justify-content:space-between;gap:4px 16px}
.form-page li{border-bottom:1px solid var(--hair);padding:6px 0;overflow-wrap:anywhere}
.form-page form+form,.form-page h2{border-top:1px solid var(--hair);padding-top:14px}
.form-page .notice{border-left:5px solid var(--red);background:var(--red-soft);padding:8px 12px}
`;
