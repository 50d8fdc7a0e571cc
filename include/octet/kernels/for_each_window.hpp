// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The walk of a window over an image that depthwise convolution and the pools share.
#pragma once

#include <cstdint>

#include "octet/kernels/in_place.hpp"
#include "octet/kernels/window.hpp"

namespace octet {

/// One output position of a window, and its taps that lie inside the image.
struct window_position {
  window_2d window{};
  std::int32_t n = 0, y = 0, x = 0;
  window_axis::taps rows{}, columns{};

  constexpr std::int32_t count() const {
    return (rows.last - rows.first) * (columns.last - columns.first);
  }

  /// Calls visit(ky, kx, iy, ix): a tap, and the input position under it.
  template <class Visit>
  constexpr void for_each_tap(Visit visit) const {
    for (std::int32_t ky = rows.first; ky < rows.last; ++ky) {
      for (std::int32_t kx = columns.first; kx < columns.last; ++kx) {
        visit(ky, kx, window.y.at(y, ky), window.x.at(x, kx));
      }
    }
  }
};

/// Calls visit(window_position) for every position of args.window, row by row in the order that
/// in_place.hpp has for args.
template <class Args, class Visit>
constexpr void for_each_window(const Args& a, Visit visit) {
  for (std::int32_t n = 0; n < a.output.shape[0]; ++n) {
    for (std::int32_t i = 0; i < a.output.shape[1]; ++i) {
      const std::int32_t y = nth_row(a, i);
      const auto rows = a.window.y.inside(y, a.input.shape[1]);
      for (std::int32_t x = 0; x < a.output.shape[2]; ++x) {
        const auto columns = a.window.x.inside(x, a.input.shape[2]);
        visit(window_position{a.window, n, y, x, rows, columns});
      }
    }
  }
}

}  // namespace octet
