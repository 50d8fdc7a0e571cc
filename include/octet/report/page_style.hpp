// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// How a page looks: on light and dark screens, and on paper.
#pragma once

#include <string_view>

namespace octet::report {

/// A style sheet. It names no font and no picture that would have to be fetched.
inline constexpr std::string_view page_style = R"css(
:root {
  color-scheme: light dark;
  --paper: #f6f7f9; --card: #ffffff; --ink: #1c2330; --faint: #667085; --line: #e1e5eb;
  --bar: #3b6fd4; --mark: #10244a; --cut: #d4493b; --chosen: rgb(59 111 212 / .10);
  --hit: 59 111 212; --miss: 212 73 59; --good: #18794e; --bad: #c0362c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #12151b; --card: #1b2029; --ink: #e6e9ef; --faint: #98a2b3; --line: #2d3440;
    --bar: #6b9bf5; --mark: #f2f5fa; --cut: #f0776a; --chosen: rgb(107 155 245 / .13);
    --hit: 107 155 245; --miss: 240 119 106; --good: #5bd09a; --bad: #ff8a7d;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif;
}
main { max-width: 1120px; margin: 0 auto; padding: 36px 24px 60px; }
header { margin-bottom: 26px; }
.kind { color: var(--faint); font-size: 13px; letter-spacing: .06em; text-transform: uppercase; }
h1 { margin: 4px 0 6px; font-size: 25px; line-height: 1.25; overflow-wrap: anywhere; }
h1 .to { color: var(--faint); font-weight: 400; }
h2 { margin: 0 0 4px; font-size: 17px; }
h3 { margin: 0; font-size: 13px; font-weight: 600; overflow-wrap: anywhere; }
p { margin: 0; max-width: 76ch; }
.note, .faint { color: var(--faint); }
.note { font-size: 13px; margin-bottom: 14px; }
section {
  background: var(--card); border: 1px solid var(--line); border-radius: 12px;
  padding: 20px 22px; margin-bottom: 20px;
}
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 14px;
  margin-bottom: 20px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px;
  padding: 14px 16px; }
.card .what { color: var(--faint); font-size: 13px; }
.card .value { font-size: 25px; font-weight: 650; line-height: 1.3; white-space: nowrap;
  font-variant-numeric: tabular-nums; }
.card .beside { font-size: 13px; color: var(--faint); }
.worse { color: var(--bad); } .better { color: var(--good); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums;
  width: 100%; }
th, td { padding: 5px 9px; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--line); }
thead th { color: var(--faint); font-weight: 600; }
tbody tr:last-child > * { border-bottom: 0; }
tbody th, .words { text-align: left; }
tbody th { font-weight: 600; }
td.words { white-space: normal; overflow-wrap: anywhere; min-width: 150px; max-width: 300px; }
.hot { color: var(--bad); font-weight: 600; }
.confusion { width: auto; }
.confusion .cell { text-align: center; min-width: 38px; padding: 5px 4px; font-size: 12px;
  border: 1px solid var(--line); }
.confusion thead .cell { border: 0; }
td.hit { background: rgb(var(--hit) / var(--heat)); }
td.miss { background: rgb(var(--miss) / var(--heat)); }
svg { display: block; max-width: 100%; height: auto; font: 12.5px system-ui, "Segoe UI", Roboto,
  "Liberation Sans", Arial, sans-serif; fill: var(--ink); }
svg .bar { fill: var(--bar); } svg .cut { fill: var(--cut); } svg .mark { fill: var(--mark); }
svg .chosen { fill: var(--chosen); }
svg .grid { stroke: var(--line); } svg .axis { stroke: var(--faint); }
svg .limit { stroke: var(--mark); stroke-dasharray: 3 3; }
svg .faint { fill: var(--faint); }
svg .end { text-anchor: end; } svg .mid { text-anchor: middle; }
.ranges { display: grid; grid-template-columns: repeat(auto-fill, minmax(290px, 1fr)); gap: 22px;
  align-items: end; }
figure { margin: 0; }
figcaption { font-size: 12.5px; color: var(--faint); margin-bottom: 4px; }
.keys { display: block; }
.keys > span { white-space: nowrap; margin-right: 16px; }
.key { display: inline-block; width: 11px; height: 11px; border-radius: 2px; margin-right: 6px; }
.key.bar { background: var(--bar); } .key.mark { background: var(--mark); width: 4px; }
.key.cut { background: var(--cut); }
.key.chosen { background: var(--chosen); border: 1px dashed var(--mark); }
footer { color: var(--faint); font-size: 12.5px; }
@media print {
  :root {
    color-scheme: light;
    --paper: #ffffff; --card: #ffffff; --ink: #1c2330; --faint: #667085; --line: #d5dae2;
    --bar: #3b6fd4; --mark: #10244a; --cut: #d4493b; --chosen: rgb(59 111 212 / .10);
    --hit: 59 111 212; --miss: 212 73 59; --good: #18794e; --bad: #c0362c;
  }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  main { max-width: none; padding: 0; }
  section, .card { border-radius: 0; }
  figure, .card, tr { break-inside: avoid; }
  .scroll { overflow: visible; }
}
)css";

}  // namespace octet::report
