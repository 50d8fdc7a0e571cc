// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What quantization cost a model, as one page that needs nothing else: no network and no scripts.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "octet/report/confusion_table.hpp"
#include "octet/report/html.hpp"
#include "octet/report/page_style.hpp"
#include "octet/report/range_chart.hpp"
#include "octet/report/sensitivity_chart.hpp"
#include "octet/report/table.hpp"
#include "octet/report/validation.hpp"

namespace octet::report {

namespace detail {

inline std::string card(std::string_view what, std::string_view value, std::string_view beside) {
  return fmt::format(
      "<div class=\"card\"><div class=\"what\">{}</div><div class=\"value\">{}</div>"
      "<div class=\"beside\">{}</div></div>\n",
      what, value, beside);
}

inline std::string cards(const validation& v) {
  std::string out = "<div class=\"cards\" id=\"summary\">\n";
  const convert::output_comparison& first = v.outputs[0];
  if (v.is_labelled()) {
    const double points = 100 * (first.other_accuracy() - first.reference_accuracy());
    out += card("Accuracy, quantized", percent(first.other_accuracy(), 2),
                fmt::format("float {} \xc2\xb7 <span class=\"{}\">{:+.2f} points</span>",
                            percent(first.reference_accuracy(), 2),
                            points < 0   ? "worse"
                            : points > 0 ? "better"
                                         : "faint",
                            points));
  }
  out += card("Same answer as float", percent(first.agreement(), 2), "largest output alike");
  out += card("Signal to noise", decibels(first.sums().sqnr()),
              fmt::format("cosine {:.6f}", first.sums().cosine()));
  out += card(
      "RMSE", fmt::format("{:.3g}", first.sums().rmse()),
      fmt::format("MAE {:.3g} \xc2\xb7 largest {:.3g}", first.sums().mae(), first.sums().largest));
  const double share = static_cast<double>(v.quantized.bytes) /
                       static_cast<double>(std::max<std::uint64_t>(1, v.reference.bytes));
  out += card("File", kibibytes(v.quantized.bytes),
              fmt::format("{} of {}", percent(share), kibibytes(v.reference.bytes)));
  return out + "</div>\n";
}

inline std::string outputs_section(const validation& v) {
  if (v.outputs.size() < 2) return "";
  std::string rows;
  for (std::size_t k = 0; k < v.outputs.size(); ++k) {
    const convert::output_comparison& o = v.outputs[k];
    rows += fmt::format(
        "<tr><th scope=\"row\">{}</th><td>{}</td><td>{:.6f}</td><td>{:.4g}</td><td>{:.4g}</td>"
        "<td>{}</td></tr>\n",
        k, decibels(o.sums().sqnr()), o.sums().cosine(), o.sums().rmse(), o.sums().mae(),
        percent(o.agreement(), 2));
  }
  return "<section id=\"outputs\"><h2>Outputs</h2><div class=\"scroll\"><table><thead><tr>"
         "<th></th><th>SQNR</th><th>cosine</th><th>RMSE</th><th>MAE</th><th>same answer</th></tr>"
         "</thead><tbody>\n" +
         rows + "</tbody></table></div></section>\n";
}

inline std::string sensitivity_section(const validation& v) {
  constexpr std::size_t most = 30;
  std::vector<const convert::compared_layer*> worst = v.by_sensitivity();
  const std::size_t all = worst.size();
  worst.resize(std::min(all, most));
  return fmt::format(
      "<section id=\"sensitivity\"><h2>Sensitivity</h2><p class=\"note\">Noise relative to the "
      "signal, the worst layer first{}.<span class=\"keys\"><span><i "
      "class=\"key bar\"></i>this layer alone quantized</span> <span><i class=\"key "
      "mark\"></i>with all layers before it</span></span></p><figure class=\"scroll\">{}"
      "</figure></section>\n",
      all > most ? fmt::format(": {} of {} layers", most, all) : "", sensitivity_chart(worst));
}

inline std::string ranges_section(const validation& v) {
  constexpr std::size_t most = 6;
  std::string figures;
  std::size_t count = 0;
  for (const convert::compared_layer* l : v.by_sensitivity()) {
    if (!l->codes || l->values.count() == 0 || count++ == most) continue;
    figures += fmt::format(
        "<figure class=\"range\"><h3 title=\"{}\">{}</h3><figcaption>{} {} \xc2\xb7 {} alone "
        "\xc2\xb7 "
        "{} cut off</figcaption>{}</figure>\n",
        escaped(l->tensor), escaped(short_name(l->tensor, 36)), l->node, name_of(l->code),
        decibels(l->isolated.sqnr()), percent(l->saturation(), 2), range_chart(*l));
    if (count == most) break;
  }
  if (figures.empty()) return "";
  return "<section id=\"ranges\"><h2>Values and chosen ranges</h2><p class=\"note\">What the most "
         "sensitive layers compute in the float model; heights are logarithmic.<span "
         "class=\"keys\"><span><i class=\"key chosen\"></i>range of the codes</span> <span><i "
         "class=\"key cut\"></i>values beyond it</span></span></p>"
         "<div class=\"ranges\">\n" +
         figures + "</div></section>\n";
}

inline std::string layers_section(const validation& v) {
  const std::vector<const convert::compared_layer*> worst = v.by_sensitivity();
  std::string rows;
  for (const convert::compared_layer& l : v.layers) {
    const bool hot = !worst.empty() && l.isolated.squares > 0.0 &&
                     l.isolated.relative_l2() >= 0.7 * worst[0]->isolated.relative_l2();
    rows += fmt::format(
        "<tr><td>{}</td><td class=\"words\">{}</td><td class=\"words\" "
        "title=\"{}\">{}</td><td{}>{}</td>"
        "<td>{}</td><td>{:.6f}</td><td>{:.4g}</td><td>{}</td></tr>\n",
        l.node, name_of(l.code), escaped(l.tensor), escaped(short_name(l.tensor, 60)),
        hot ? " class=\"hot\"" : "", decibels(l.isolated.sqnr()), decibels(l.sums.sqnr()),
        l.sums.cosine(), l.sums.largest, l.codes ? percent(l.saturation(), 2) : "\xe2\x80\x93");
  }
  return "<section id=\"layers\"><h2>Layers</h2><p class=\"note\">SQNR of each layer alone, float "
         "before it, and as the whole model runs; the other columns are of the whole model. Cut "
         "off "
         "are values that no code reaches.</p><div class=\"scroll\"><table><thead><tr><th>#</th>"
         "<th class=\"words\">operator</th><th class=\"words\">output</th><th>alone</th><th>in the "
         "model</th><th>cosine</th><th>max error</th><th>cut off</th></tr></thead><tbody>\n" +
         rows + "</tbody></table></div></section>\n";
}

inline std::string confusion_section(const validation& v) {
  if (!v.is_labelled()) return "";
  return "<section id=\"confusion\"><h2>Confusion matrix</h2><p class=\"note\">Rows are the true "
         "classes, columns what the quantized model says. Behind them: how much of the class each "
         "model recognizes, and by how many samples that changed.</p><div class=\"scroll\">" +
         confusion_table(v) + "</div></section>\n";
}

}  // namespace detail

/// The page as HTML. Its parts have the ids summary, outputs, sensitivity, ranges, confusion and
/// layers, as far as there is something to show. Nothing in it changes from run to run.
inline std::string validation_page(const validation& v) {
  std::string out = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>{} \xe2\x80\x93 octet validate</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n",
      escaped(v.quantized.name), page_style);
  out += fmt::format(
      "<header><div class=\"kind\">octet validate</div><h1>{} <span "
      "class=\"to\">\xe2\x86\x92</span> "
      "{}</h1><p class=\"note\">{} samples \xc2\xb7 {} of {} operators compared</p></header>\n",
      escaped(v.reference.name), escaped(v.quantized.name), grouped(v.samples), v.layers.size(),
      v.operators);
  if (!v.outputs.empty()) out += detail::cards(v) + detail::outputs_section(v);
  if (!v.layers.empty()) out += detail::sensitivity_section(v) + detail::ranges_section(v);
  out += detail::confusion_section(v);
  if (!v.layers.empty()) out += detail::layers_section(v);
  return out +
         "<footer>What is quantized was computed by the kernels that run on the "
         "device.</footer>\n</main>\n"
         "</body>\n</html>\n";
}

}  // namespace octet::report
