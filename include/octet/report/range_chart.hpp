// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// A histogram of a tensor's real values, and the range that its codes have of it.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>

#include <fmt/format.h>

#include "octet/convert/compare.hpp"
#include "octet/report/html.hpp"
#include "octet/report/svg.hpp"

namespace octet::report {

/// The values of a layer's output in the float model; the codes' range, where it has codes. Heights
/// are logarithms of counts, because what a range cuts off is rare.
inline std::string range_chart(const convert::compared_layer& layer) {
  constexpr double width = 320, top = 20, height = 110, bottom = 22, margin = 8;
  const auto& values = layer.values;
  const range seen = values.extremes();
  double low = std::min(seen.min, 0.0f), high = std::max(seen.max, 0.0f);
  if (layer.codes) {
    low = std::min(low, static_cast<double>(layer.codes->min));
    high = std::max(high, static_cast<double>(layer.codes->max));
  }
  const double span = high > low ? high - low : 1.0;
  const auto x_of = [&](double real) {
    return margin + (std::clamp(real, low, high) - low) / span * (width - 2 * margin);
  };

  // A column is some bins: no less than 4.5 pixels wide.
  const double bin_pixels = values.bin_width() / span * (width - 2 * margin);
  const auto per_column =
      static_cast<std::int32_t>(std::clamp(std::ceil(4.5 / bin_pixels), 1.0, 256.0));
  const auto column = [&](std::int32_t first) {
    std::uint64_t sum = 0;
    for (std::int32_t b = first; b < first + per_column && b <= values.high_bin(); ++b)
      sum += values.count_in(b);
    return sum;
  };
  std::uint64_t most = 0;
  for (std::int32_t b = values.low_bin(); b <= values.high_bin(); b += per_column)
    most = std::max(most, column(b));

  svg drawing(width, top + height + bottom, "Values of " + layer.tensor + " and the chosen range");
  if (layer.codes)
    drawing.rectangle(x_of(layer.codes->min), top, x_of(layer.codes->max) - x_of(layer.codes->min),
                      height, "chosen");
  for (std::int32_t b = values.low_bin(); b <= values.high_bin(); b += per_column) {
    const std::uint64_t count = column(b);
    if (count == 0) continue;
    const double from = values.bin_width() * b, to = values.bin_width() * (b + per_column);
    const bool outside = layer.codes && (to <= layer.codes->min || from >= layer.codes->max);
    const double h = height * std::log2(1.0 + static_cast<double>(count)) /
                     std::log2(1.0 + static_cast<double>(most));
    drawing.rectangle(x_of(from), top + height - h, std::max(x_of(to) - x_of(from) - 0.6, 0.8), h,
                      outside ? "cut" : "bar",
                      fmt::format("{:.4g} to {:.4g}: {}", from, to, count));
  }
  drawing.line(margin, top + height, width - margin, top + height, "axis");
  drawing.text(margin, top + height + 15, fmt::format("{:.4g}", low), "start faint");
  drawing.text(width - margin, top + height + 15, fmt::format("{:.4g}", high), "end faint");
  if (layer.codes) {
    const double first = x_of(layer.codes->min), last = x_of(layer.codes->max);
    drawing.line(first, top - 4, first, top + height, "limit");
    drawing.line(last, top - 4, last, top + height, "limit");
    drawing.text(first, top - 8, fmt::format("{:.4g}", layer.codes->min), "start");
    drawing.text(last, top - 8, fmt::format("{:.4g}", layer.codes->max), "end");
  }
  return drawing.markup();
}

}  // namespace octet::report
