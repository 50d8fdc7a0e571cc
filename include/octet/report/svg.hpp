// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Drawings for a page; colours and fonts are its style's, by class.
#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "octet/report/html.hpp"

namespace octet::report {

/// A drawing in pixels from the top left corner, that shrinks with the page. Text may hold any
/// character; classes are the program's own words.
class svg {
 public:
  /// title    says to a screen reader what is drawn
  svg(double width, double height, std::string_view title)
      : markup_(fmt::format("<svg viewBox=\"0 0 {0:g} {1:g}\" width=\"{0:g}\" height=\"{1:g}\" "
                            "role=\"img\" aria-label=\"{2}\">\n",
                            width, height, escaped(title))) {}

  /// tip      shown while the pointer is there
  void rectangle(double x, double y, double width, double height, std::string_view style,
                 std::string_view tip = {}) {
    markup_ += fmt::format(
        "<rect x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{:.2f}\" "
        "class=\"{}\"",
        x, y, width, height, style);
    markup_ += tip.empty() ? "/>\n" : "><title>" + escaped(tip) + "</title></rect>\n";
  }
  void line(double x1, double y1, double x2, double y2, std::string_view style) {
    markup_ += fmt::format(
        "<line x1=\"{:.2f}\" y1=\"{:.2f}\" x2=\"{:.2f}\" y2=\"{:.2f}\" class=\"{}\"/>\n", x1, y1,
        x2, y2, style);
  }
  /// y is that of the base line; the style says which end of the text is at x.
  void text(double x, double y, std::string_view what, std::string_view style,
            std::string_view tip = {}) {
    markup_ += fmt::format("<text x=\"{:.2f}\" y=\"{:.2f}\" class=\"{}\">", x, y, style);
    if (!tip.empty()) markup_ += "<title>" + escaped(tip) + "</title>";
    markup_ += escaped(what) + "</text>\n";
  }

  std::string markup() const { return markup_ + "</svg>\n"; }

 private:
  std::string markup_;
};

}  // namespace octet::report
