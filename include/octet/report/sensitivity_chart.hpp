// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Bars that say which layers quantization costs most.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "octet/convert/compare.hpp"
#include "octet/report/html.hpp"
#include "octet/report/svg.hpp"

namespace octet::report {

/// One bar a layer, in the order given: its noise on its own, relative to its signal; a mark where
/// the noise is in the whole model.
inline std::string sensitivity_chart(std::span<const convert::compared_layer* const> layers) {
  constexpr double row = 26, left = 350, width = 460, right = 150, top = 8, bottom = 30;
  double most = 0.0;
  for (const convert::compared_layer* l : layers) {
    for (const double noise : {l->isolated.relative_l2(), l->sums.relative_l2()})
      most = std::max(most, std::isfinite(noise) ? noise : 0.0);
  }
  // Some round number of grid lines, four to eight.
  double step = std::pow(10.0, std::floor(std::log10(most > 0.0 ? most : 1.0)));
  for (const double finer : {0.5, 0.4, 0.5}) {
    if (most / step < 4) step *= finer;
  }
  const auto length = [&](double noise) {
    return most > 0.0 ? std::min(noise / most, 1.0) * width : 0.0;
  };

  const double height = row * static_cast<double>(layers.size());
  svg drawing(left + width + right, top + height + bottom, "Noise of each layer, the worst first");
  for (double at = 0.0; at <= most && most > 0.0; at += step) {
    const double x = left + length(at);
    drawing.line(x, top, x, top + height, "grid");
    drawing.text(x, top + height + 18, fmt::format("{:.3g} %", 100 * at), "mid faint");
  }
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const convert::compared_layer& l = *layers[i];
    const double y = top + row * static_cast<double>(i);
    const double alone = l.isolated.relative_l2(), whole = l.sums.relative_l2();
    const std::string name = fmt::format("{} {}", l.node, name_of(l.code));
    const std::string tip = fmt::format("{}, {}: alone {}, in the model {}", name, l.tensor,
                                        percent(alone, 2), percent(whole, 2));
    drawing.text(left - 10, y + 17, name + " \xc2\xb7 " + short_name(l.tensor, 27), "end", tip);
    drawing.rectangle(left, y + 5, std::max(length(alone), 1.0), row - 10, "bar", tip);
    drawing.rectangle(left + length(whole) - 1.5, y + 2, 3, row - 4, "mark", tip);
    drawing.text(left + std::max(length(alone), length(whole)) + 8, y + 17,
                 percent(alone) + " \xc2\xb7 " + decibels(l.isolated.sqnr()), "start faint");
  }
  return drawing.markup();
}

}  // namespace octet::report
