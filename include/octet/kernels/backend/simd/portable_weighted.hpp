// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The SIMD backend's words for convolutions and products without any vector: for targets that have
// none, and for the panels and lines that vectors cannot take.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "octet/kernels/backend/simd/panel.hpp"
#include "octet/kernels/backend/simd/primitives.hpp"

namespace octet::simd::portable {

/// Calls copy_pixel(from, to) for every pixel.
template <class T, class CopyPixel>
inline void for_each_pixel(const simd_copy& c, CopyPixel copy_pixel) {
  const auto* from = static_cast<const std::uint8_t*>(c.from);
  auto* to = static_cast<std::uint8_t*>(c.to);
  for (std::size_t i = 0; i < c.count; ++i, from += c.from_step, to += c.to_step) {
    copy_pixel(reinterpret_cast<const T*>(from), to);
  }
}

inline void copy(const simd_copy& c) {
  for_each_pixel<std::int8_t>(c, [&](const std::int8_t* from, std::uint8_t* to) {
    for (std::size_t i = 0; i < c.n; ++i) to[i] = static_cast<std::uint8_t>(from[i]);
  });
}

/// code = 256 * high + (low + 128), both signed
inline void split(const simd_copy& c) {
  for_each_pixel<std::int16_t>(c, [&](const std::int16_t* from, std::uint8_t* to) {
    for (std::size_t i = 0; i < c.n; ++i) {
      to[i] = static_cast<std::uint8_t>((from[i] & 255) - 128);
      (to + c.high_plane)[i] = static_cast<std::uint8_t>(from[i] >> 8);
    }
  });
}

/// The code of an accumulator of 64 bits, whose start is still to be added.
inline std::int16_t wide_code(std::uint64_t sum, const simd_output& out, std::size_t channel) {
  const simd_panel& p = out.panels[channel / panel_width];
  const std::size_t i = channel % panel_width;
  const std::uint64_t product = (sum + p.wide_start(i)) * p.factor[i];
  const std::uint64_t rounded = product + (std::uint64_t{1} << (p.shift[i] - 1));
  const auto scaled = static_cast<std::int32_t>(static_cast<std::int64_t>(rounded) >> p.shift[i]);
  return static_cast<std::int16_t>(out.requantize->code(scaled));
}

using panel_sums = std::array<std::uint32_t, panel_width>;

/// sums += one row of activations times one panel of weights; each code counts `scale` times
inline void multiply_row(const simd_product& p, const std::uint8_t* row, const std::int8_t* weights,
                         std::uint32_t scale, panel_sums& sums) {
  for (std::int32_t q = 0; q < p.quads; ++q) {
    const std::uint8_t* x = row + p.offsets[q];
    for (std::size_t c = 0; c < panel_width; ++c, weights += 4) {
      std::int32_t dot = 0;
      for (std::size_t k = 0; k < 4; ++k) dot += static_cast<std::int8_t>(x[k]) * weights[k];
      sums[c] += static_cast<std::uint32_t>(dot) * scale;
    }
  }
}

/// The code of an accumulator.
inline std::int32_t code_of(std::uint32_t sum, const simd_output& out, std::size_t channel) {
  const requantization& r = *out.requantize;
  return literal_code(static_cast<std::int32_t>(sum), r.at(static_cast<std::int32_t>(channel)), r,
                      out.contract);
}

inline void store_code(const simd_output& out, std::size_t at, std::int32_t code) {
  if (out.contract == simd_contract::int16_by_int8) {
    static_cast<std::int16_t*>(out.data)[at] = static_cast<std::int16_t>(code);
  } else {
    static_cast<std::int8_t*>(out.data)[at] = static_cast<std::int8_t>(code);
  }
}

/// out[row][16 * panel ...] = the codes of one panel's accumulators
inline void store_panel(const simd_output& out, std::size_t row, std::size_t panel,
                        const std::uint32_t* sums) {
  const auto channels = static_cast<std::size_t>(out.channels);
  const std::size_t first = panel * panel_width;
  if (out.panels[panel].way == panel_way::as_sums) {
    auto* const to = static_cast<std::uint32_t*>(out.data) + row * channels + first;
    __builtin_memcpy(to, sums, std::min(panel_width, channels - first) * sizeof(*sums));
    return;
  }
  const auto outputs = static_cast<std::size_t>(out.outputs);
  for (std::size_t c = first; c < std::min(first + panel_width, channels); ++c) {
    store_code(out, row * channels + c, code_of(sums[c - first], out, c % outputs));
  }
}

/// One row times one wide panel: the planes' sums would not fit together.
inline void multiply_wide(const simd_product& p, std::size_t row_index, const std::uint8_t* row,
                          std::size_t panel, const std::int8_t* weights) {
  panel_sums low{}, high{};
  multiply_row(p, row, weights, 1, low);
  multiply_row(p, row + p.high_plane, weights, 1, high);
  const auto channels = static_cast<std::size_t>(p.out.channels);
  const std::size_t first = panel * panel_width;
  for (std::size_t c = first; c < std::min(first + panel_width, channels); ++c) {
    const std::int64_t sum = static_cast<std::int32_t>(low[c - first]) +
                             std::int64_t{256} * static_cast<std::int32_t>(high[c - first]);
    static_cast<std::int16_t*>(p.out.data)[row_index * channels + c] =
        wide_code(static_cast<std::uint64_t>(sum), p.out, c);
  }
}

inline void multiply(const simd_product& p) {
  const std::size_t panel_bytes = std::size_t{64} * static_cast<std::size_t>(p.quads);
  for (std::int32_t m = 0; m < p.rows; ++m) {
    const std::uint8_t* row = p.input + m / p.width * p.y_step + m % p.width * p.x_step;
    for (std::size_t panel = 0; panel < panels_of(p.out.channels); ++panel) {
      panel_sums sums = p.out.panels[panel].start;
      const std::int8_t* weights = p.weights + panel * panel_bytes;
      if (p.out.panels[panel].way == panel_way::widely) {
        multiply_wide(p, static_cast<std::size_t>(m), row, panel, weights);
        continue;
      }
      multiply_row(p, row, weights, 1, sums);
      if (p.high_plane != 0) multiply_row(p, row + p.high_plane, weights, 256, sums);
      store_panel(p.out, static_cast<std::size_t>(m), panel, sums.data());
    }
  }
}

inline void interleave(const std::uint8_t* const* taps, std::uint8_t* out, std::size_t blocks) {
  for (std::size_t i = 0; i < blocks * 16; ++i) {
    for (std::size_t k = 0; k < 4; ++k) *out++ = taps[k][i];
  }
}

/// sum of the products of the four signed bytes in x and w
inline std::uint32_t dot(std::uint32_t x, std::uint32_t w) {
  std::int32_t sum = 0;
  for (int k = 0; k < 32; k += 8) {
    sum += static_cast<std::int8_t>(x >> k) * static_cast<std::int8_t>(w >> k);
  }
  return static_cast<std::uint32_t>(sum);
}

/// Codes of a block of depthwise output from its sums, the long way; `sums` in the plan's order.
inline void store_block(const simd_depthwise& d, std::size_t first, const std::uint32_t* sums) {
  const auto block = static_cast<std::size_t>(d.plan->block);
  const auto channels = static_cast<std::size_t>(d.plan->channels);
  for (std::size_t i = 0; i < std::min(block, d.codes - first); ++i) {
    const std::size_t channel = (d.first_block * block + first + i) % channels;
    if (channel >= static_cast<std::size_t>(d.out.channels)) continue;
    const std::size_t position = d.plan->position(i);
    if (d.out.panels[0].way == panel_way::as_sums) {
      static_cast<std::uint32_t*>(d.out.data)[first + i] = sums[position];
      continue;
    }
    store_code(d.out, first + i, code_of(sums[position], d.out, channel));
  }
}

inline void depthwise(const simd_depthwise& d) {
  for (std::size_t first = 0; first < d.codes; first += 16) {
    const std::size_t turn = (d.first_block + first / 16) % d.period;
    panel_sums sums = d.out.panels[turn].start;
    for (std::size_t s = 0; s < d.steps; ++s) {
      for (std::size_t i = 0; i < 16; ++i) {
        const std::uint8_t* at = d.rows[s] + (first + i) * 4;
        const std::uint32_t w = d.weights[(turn * d.steps + s) * 16 + i];
        std::uint32_t x = 0;
        __builtin_memcpy(&x, at, 4);
        sums[i] += dot(x, w);
        if (d.high_plane == 0) continue;
        __builtin_memcpy(&x, at + d.high_plane, 4);
        sums[i] += 256 * dot(x, w);
      }
    }
    store_block(d, first, sums.data());
  }
}

/// One weight of a block in columns or stacks.
inline std::int32_t column_weight(const simd_depthwise_columns& d, std::size_t block,
                                  std::size_t position, std::int32_t ky, std::int32_t kx) {
  const depthwise_plan& p = *d.plan;
  const std::int32_t taps = p.group_taps();
  const auto step = static_cast<std::size_t>(kx) * p.column_lines() * p.column_parts() +
                    static_cast<std::size_t>(ky / taps);
  const std::uint32_t lane =
      d.weights[(block * p.steps() + step) * static_cast<std::size_t>(p.block) + position] >>
      (ky % taps * (32 / taps));
  return taps == 4 ? static_cast<std::int8_t>(lane) : static_cast<std::int16_t>(lane);
}

/// The accumulator of one output of a block in columns.
inline std::uint32_t column_sum(const simd_depthwise_columns& d, std::size_t block,
                                std::size_t position, std::size_t channel, std::int32_t y,
                                std::int32_t x) {
  const simd_image& i = d.plan->image;
  const std::int32_t bias = d.plan->form == simd_form::biased_8 ? 128 : 0;
  const std::size_t at = block * static_cast<std::size_t>(d.plan->block) + position;
  std::uint32_t sum = d.out.panels[at / panel_width].start[at % panel_width];
  const std::int32_t size = i.window.x.size;
  for (std::int32_t tap = 0; tap < size * size; ++tap) {
    const std::int32_t ky = tap / size, kx = tap % size;
    const std::int32_t iy = i.window.y.at(y, ky), ix = i.window.x.at(x, kx);
    const bool inside = iy >= 0 && iy < i.height && ix >= 0 && ix < i.width;
    const auto pixel = static_cast<std::size_t>(inside ? iy * i.width + ix : 0);
    const std::size_t from = pixel * static_cast<std::size_t>(i.channels) + channel;
    const std::int32_t code = !inside ? d.zero_point
                              : d.out.contract == simd_contract::int16_by_int8
                                  ? static_cast<const std::int16_t*>(d.input)[from]
                                  : static_cast<const std::int8_t*>(d.input)[from];
    sum += static_cast<std::uint32_t>((code + bias) * column_weight(d, block, position, ky, kx));
  }
  return sum;
}

/// Output line y of a block in columns that holds an unusual multiplier.
inline void literal_column_line(const simd_depthwise_columns& d, std::size_t block,
                                std::int32_t y) {
  const auto codes = static_cast<std::size_t>(d.plan->block);
  const std::int32_t width = d.plan->image.window.x.output;
  for (std::size_t i = 0; i < codes; ++i) {
    const std::size_t first = block * codes, channel = d.plan->channel_of(first + i);
    const std::size_t position = d.plan->position(i);
    for (std::int32_t x = 0; x < width; ++x) {
      const std::uint32_t sum = column_sum(d, block, position, channel, y, x);
      const auto pixel = static_cast<std::size_t>(y * width + x);
      store_code(d.out, pixel * static_cast<std::size_t>(d.plan->channels) + channel,
                 code_of(sum, d.out, channel));
    }
  }
}

}  // namespace octet::simd::portable
