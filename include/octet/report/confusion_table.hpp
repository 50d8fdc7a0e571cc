// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The confusion matrix of a quantized classifier as a table of a page.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "octet/report/html.hpp"
#include "octet/report/validation.hpp"

namespace octet::report {

/// Classes up to which the matrix is a table of counts; with more only its largest cells are told.
inline constexpr std::size_t confusion_classes = 40;

namespace detail {

inline std::string share_cell(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "<td class=\"faint\">\xe2\x80\x93</td>";
  return "<td>" + percent(static_cast<double>(part) / static_cast<double>(whole)) + "</td>";
}

/// Count, and the share of its class that was recognized by the float and the quantized model.
inline std::string class_cells(const validation& v, std::size_t label) {
  const std::uint64_t all = v.quantized_confusion->of_label(label);
  const std::uint64_t was = v.reference_confusion->at(label, label);
  const std::uint64_t is = v.quantized_confusion->at(label, label);
  const auto change = static_cast<std::int64_t>(is) - static_cast<std::int64_t>(was);
  return fmt::format("<td>{}</td>{}{}<td class=\"{}\">{}</td>", all, share_cell(was, all),
                     share_cell(is, all),
                     change < 0   ? "worse"
                     : change > 0 ? "better"
                                  : "faint",
                     change == 0 ? "0" : fmt::format("{:+}", change));
}

inline std::string confusion_rows(const validation& v) {
  const convert::confusion_matrix& m = *v.quantized_confusion;
  std::uint64_t most_missed = 1;
  for (const auto& [pair, count] : m.counts()) {
    if (pair.first != pair.second) most_missed = std::max(most_missed, count);
  }
  std::string rows;
  for (std::size_t label = 0; label < m.classes(); ++label) {
    rows += "<tr><th scope=\"row\">" + escaped(v.class_name(label)) + "</th>";
    for (std::size_t said = 0; said < m.classes(); ++said) {
      const std::uint64_t count = m.at(label, said);
      if (count == 0) {
        rows += "<td class=\"cell\"></td>";
        continue;
      }
      // Hits by their share of the class; misses are few, and a root lifts single ones into sight.
      const bool hit = said == label;
      const double heat =
          hit ? static_cast<double>(count) / static_cast<double>(m.of_label(label))
              : std::sqrt(static_cast<double>(count) / static_cast<double>(most_missed));
      rows += fmt::format("<td class=\"cell {}\" style=\"--heat:{:.2f}\">{}</td>",
                          hit ? "hit" : "miss", 0.15 + 0.6 * heat, count);
    }
    rows += class_cells(v, label) + "</tr>\n";
  }
  return rows;
}

inline std::string confusion_list(const validation& v) {
  std::vector<std::tuple<std::uint64_t, std::size_t, std::size_t>> misses;
  for (const auto& [pair, count] : v.quantized_confusion->counts()) {
    if (pair.first != pair.second) misses.emplace_back(count, pair.first, pair.second);
  }
  std::ranges::stable_sort(
      misses, [](const auto& a, const auto& b) { return std::get<0>(a) > std::get<0>(b); });
  misses.resize(std::min<std::size_t>(misses.size(), 25));
  std::string rows;
  for (const auto& [count, label, said] : misses)
    rows += fmt::format(
        "<tr><th scope=\"row\">{}</th><td class=\"words\">{}</td><td>{}</td>{}</tr>\n",
        escaped(v.class_name(label)), escaped(v.class_name(said)), count, class_cells(v, label));
  return rows;
}

}  // namespace detail

/// Rows are the true classes, columns what the quantized model says; behind them what the float
/// model recognized. v must be labelled.
inline std::string confusion_table(const validation& v) {
  const std::size_t classes = v.quantized_confusion->classes();
  const std::string counts =
      "<th scope=\"col\">samples</th><th scope=\"col\">float</th><th scope=\"col\">quantized</th>"
      "<th scope=\"col\">change</th></tr></thead>\n<tbody>\n";
  if (classes > confusion_classes)
    return "<table><thead><tr><th scope=\"col\">class</th><th scope=\"col\" class=\"words\">taken "
           "for</th><th scope=\"col\">times</th>" +
           counts + detail::confusion_list(v) + "</tbody></table>\n";
  std::string head = "<table class=\"confusion\"><thead><tr><th></th>";
  for (std::size_t i = 0; i < classes; ++i)
    head += "<th scope=\"col\" class=\"cell\">" + escaped(v.class_name(i)) + "</th>";
  return head + counts + detail::confusion_rows(v) + "</tbody></table>\n";
}

}  // namespace octet::report
