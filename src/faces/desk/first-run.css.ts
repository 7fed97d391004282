/** What the pages of a first run have beside the other forms: choices, hints, and the list of what is handed over. */
export const FIRST_RUN_CSS: string = `
.first-run .hint{font-size:14px;color:var(--soft);max-width:62ch}
.first-run form{max-width:none;gap:18px}
.first-run .field,.first-run fieldset{display:flex;flex-direction:column;gap:6px;min-width:0}
.first-run .field input,.first-run .field select{max-width:440px}
.first-run .field select{width:auto;min-width:96px;align-self:flex-start}
.first-run fieldset{border:0;border-top:1px solid var(--line);margin:0;padding:12px 0 0;gap:12px}
.first-run legend{float:left;width:100%;padding:0;font-weight:700;font-size:16px}
.first-run legend+*{clear:both}
.first-run .choices{display:flex;flex-wrap:wrap;gap:0 22px}
.first-run .choice{display:flex;align-items:center;gap:9px;min-height:44px}
.first-run .choice+.hint{margin:-12px 0 0 31px}
.first-run .choice input{width:22px;height:22px;min-height:0;flex:none;margin:0;accent-color:var(--ink)}
.first-run .of-passphrase,.first-run .of-key-file{display:flex;flex-direction:column;gap:12px}
.first-run form:has(#way-passphrase:checked) .of-key-file,.first-run form:has(#way-key-file:checked) .of-passphrase{display:none}
.first-run .fault{color:var(--red);font-weight:600;font-size:14px}
.first-run [aria-invalid]{border-color:var(--red)}
.first-run .mild{background:none;color:var(--ink);border:1.5px solid var(--soft);font-weight:400}
.first-run .buttons{display:flex;flex-wrap:wrap;gap:12px}
.first-run dl{display:flex;flex-direction:column;border-top:1px solid var(--line)}
.first-run dl>div{display:grid;grid-template-columns:minmax(110px,1fr) 2fr;gap:4px 16px;padding:7px 0;border-bottom:1px solid var(--hair)}
.first-run dt{color:var(--soft)}
.first-run dd,.first-run h1,.first-run code{overflow-wrap:anywhere}
.first-run .steps{display:flex;flex-direction:column;gap:6px;color:var(--soft)}
.first-run .steps .is-done{color:var(--ink)}
.first-run .seat{border-top:1px solid var(--line);padding-top:10px;display:flex;flex-direction:column;gap:6px}
.first-run .seat li{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,170px) 210px;gap:4px 16px;align-items:center;padding:5px 0;border-bottom:1px solid var(--hair)}
.first-run .seat li form{flex-direction:row;align-items:center;justify-content:flex-end;gap:12px;font-size:14px}
.first-run .seat li button{padding:8px 14px;font-size:14px}
.first-run .seat li a{padding:10px 0;justify-self:start}
.first-run .seat li:target{background:var(--band)}
.first-run .bare{background:none;color:var(--soft);font-weight:400;text-decoration:underline}
.first-run .note{border-left:5px solid var(--line);padding:8px 12px;color:var(--soft)}
.first-run p>code{white-space:nowrap}.first-run .notice>code,.first-run .note>code{white-space:normal}
@media (max-width:619px){.first-run .seat li{grid-template-columns:minmax(0,1fr) auto}.first-run .seat li>span{grid-column:1/-1;font-weight:600;padding-top:4px}}
`;
