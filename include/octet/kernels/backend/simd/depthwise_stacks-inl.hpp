// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Depthwise convolution of 3x3 and, of int8, 5x5 in stacks, for pixels that are no whole vectors
// and windows that would not stay in registers; depthwise_plan.hpp has the idea. Read once per
// target by targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

/// Output lines from y on, turn by turn.
template <std::size_t Size, std::size_t Stride, bool Apart, class T>
void walk_stacks(const stack_walk<T>& walk, const code_limits<T>& limits, std::int32_t y) {
  const depthwise_plan& p = *walk.d.plan;
  const bool whole = walk.slice == walk.channels;
  const std::size_t steps = p.steps(), slice = walk.slice,
                    period = whole ? static_cast<std::size_t>(p.period) : slice / 16,
                    codes = p.output_codes(), left = codes - walk.first,
                    step = whole ? period * 16 : walk.channels;
  auto* const out =
      static_cast<T*>(walk.d.out.data) + static_cast<std::size_t>(y) * codes + walk.first;
  const auto place = [&](std::size_t code) {
    return walk.d.stacks + (code + code / slice * slice * (Stride - 1)) * 4;
  };
  for (std::size_t i = 0; i < period && i * 16 < left; ++i) {
    const std::size_t first = i * 16, block = walk.first / 16 + i;
    const stack_turn turn{.low = place(first),
                          .high = place(first + 8) - place(first),
                          .step = static_cast<std::ptrdiff_t>(period * 64 * Stride),
                          .weights = walk.d.weights + block * steps * panel_width,
                          .panel = walk.d.out.panels + block};
    walk_turn<T, Size, Stride, Apart>(walk, limits, turn, {out + first, step, left - first},
                                      walk.image.window.y.output - y);
  }
}

template <std::size_t Size, std::size_t Stride, bool Apart, class T>
void walk_stacked_image(const stack_walk<T>& walk) {
  using window = stack_window<T, Size, Stride>;
  const window_axis& y = walk.image.window.y;
  const code_limits<T> limits(*walk.d.out.requantize);
  for (std::int32_t first = 0; first < y.output;
       first += static_cast<std::int32_t>(window::lines)) {
    for (std::size_t s = 0; s < window::stacks; ++s) {
      make_stack(walk, y.at(first, 0) + static_cast<std::int32_t>(window::taps * s),
                 walk.inside + s * walk.stack_bytes);
    }
    walk_stacks<Size, Stride, Apart>(walk, limits, first);
  }
}

template <std::size_t Size, class T>
void walk_strides(const stack_walk<T>& walk) {
  if (walk.image.window.x.stride == 1) {
    walk_stacked_image<Size, 1, false>(walk);
  } else if (lanes == 8 || walk.channels % 16 == 0) {
    walk_stacked_image<Size, 2, false>(walk);
  } else if constexpr (lanes == 16) {
    walk_stacked_image<Size, 2, true>(walk);
  }
}

/// All slices, each from top to bottom.
template <std::size_t Size, class T>
void walk_slices(const simd_depthwise_columns& d) {
  const auto channels = static_cast<std::size_t>(d.plan->channels),
             slice = static_cast<std::size_t>(d.plan->slice);
  for (std::size_t first = 0; first < channels; first += slice) {
    const stack_walk<T> walk(d, first, HWY_MIN(slice, channels - first));
    if (first == 0 || walk.slice != slice) walk.fill_padding();
    walk_strides<Size>(walk);
  }
}

template <bool Words>
inline void depthwise_stacks(const simd_depthwise_columns& d) {
  const auto period = static_cast<std::size_t>(d.plan->period);
  const window_axis& y = d.plan->image.window.y;
  if (!go_by_formula(d.out.panels, period)) {
    for (std::size_t block = 0; block < period; ++block) {
      for (std::int32_t i = 0; i < y.output; ++i) portable::literal_column_line(d, block, i);
    }
    return;
  }
  if constexpr (Words) {
    if (d.out.contract == simd_contract::int16_by_int8) {
      return walk_slices<3, std::int16_t>(d);
    }
  }
  y.size == 3 ? walk_slices<3, std::int8_t>(d) : walk_slices<5, std::int8_t>(d);
}
template <bool Words>
inline constexpr auto depthwise_stacks_of_target = depthwise_stacks<Words>;

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
