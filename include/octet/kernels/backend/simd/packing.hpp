// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Weights packed for the SIMD backend: one layout for all targets, made once at load.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "octet/core/elements.hpp"
#include "octet/kernels/backend/simd/panel.hpp"
#include "octet/kernels/backend/simd/target.hpp"
#include "octet/kernels/requantization.hpp"

namespace octet {

/// A filter as rows of codes that are used up in segments: a segment's codes lie side by side in
/// the input too. Each segment is padded with zeros to whole quads. A quad is four bytes of the
/// input: four codes, or two of int16.
struct packed_shape {
  std::int32_t channels = 0, segments = 1, segment_codes = 0;
  std::int32_t quad_codes = 4;
  std::int32_t weight_size = 1;  ///< bytes of a packed weight

  /// The same for activations of a form, `rows` of which share the weights: those of int16 meet
  /// weights of int16, which a single row would take longer to read than to widen.
  constexpr packed_shape in_form(simd_form form, std::int64_t rows) const {
    packed_shape s = *this;
    s.quad_codes = 4 / static_cast<std::int32_t>(bytes_of(form));
    s.weight_size = form == simd_form::widened_16 && rows > 1 ? 2 : 1;
    return s;
  }

  constexpr std::int32_t segment_quads() const {
    return (segment_codes + quad_codes - 1) / quad_codes;
  }
  constexpr std::int32_t quads() const { return segments * segment_quads(); }
  /// Bytes of a quad of a panel's weights.
  constexpr std::int32_t quad_bytes() const {
    return static_cast<std::int32_t>(panel_width) * quad_codes * weight_size;
  }
  constexpr std::size_t panels() const { return panels_of(channels); }
  constexpr std::size_t panel_bytes() const {
    return static_cast<std::size_t>(quads()) * static_cast<std::size_t>(quad_bytes());
  }
  constexpr std::size_t weight_bytes() const { return panel_bytes() * panels(); }
  constexpr std::size_t constant_bytes() const { return sizeof(simd_panel) * panels(); }
};

/// filter [channels][segments][segment_codes] -> [panel][quad][16 channels][codes of a quad], zero
/// padded.
template <class Filter, class Weight>
constexpr void pack_weights_as(const Filter& filter, const packed_shape& s, Weight* packed) {
  const auto codes = static_cast<std::size_t>(s.segment_codes),
             quad = static_cast<std::size_t>(s.quad_codes),
             padded = static_cast<std::size_t>(s.segment_quads()) * quad,
             row = static_cast<std::size_t>(s.segments) * codes,
             panel_weights = static_cast<std::size_t>(s.quads()) * quad * panel_width;
  std::fill_n(packed, panel_weights * s.panels(), Weight{0});
  for (std::size_t o = 0; o < static_cast<std::size_t>(s.channels); ++o) {
    Weight* const panel = packed + o / panel_width * panel_weights + o % panel_width * quad;
    for (std::size_t i = 0; i < row; ++i) {
      const std::size_t k = i / codes * padded + i % codes;
      panel[k / quad * quad * panel_width + k % quad] = filter[o * row + i];
    }
  }
}

/// The same to memory of s.weight_bytes(), 64-byte aligned.
template <class Filter>
void pack_weights(const Filter& filter, const packed_shape& s, std::int8_t* packed) {
  if (s.weight_size == 2) {
    pack_weights_as(filter, s, reinterpret_cast<std::int16_t*>(packed));
  } else {
    pack_weights_as(filter, s, packed);
  }
}

/// The sums over the weights of one channel that its constants need.
struct weight_sums {
  std::int64_t sum = 0, magnitude = 0;

  constexpr void add(std::int8_t w) {
    sum += w;
    magnitude += w < 0 ? -w : w;
  }
};

/// What is common to the channels of a filter.
struct panel_options {
  simd_form form = simd_form::signed_8;
  simd_contract contract = simd_contract::double_rounding;
  float_rounding rounding = float_rounding::none;
  std::int32_t input_zero_point = 0;
  std::int32_t outputs = 0;  ///< channels that have a bias and a multiplier; the others repeat them
};

/// Where an accumulator starts: the bias, less what the form of the activations adds to every sum.
constexpr std::uint64_t start_of(const weight_sums& w, std::int64_t bias,
                                 const panel_options& options) {
  std::int64_t offset = options.input_zero_point;
  const bool two_planes = options.contract == simd_contract::int16_by_int8;
  if (options.form == simd_form::biased_8) offset += two_planes ? 128 * 256 : 128;
  if (options.form == simd_form::signed_8 && two_planes) offset -= 128;
  return static_cast<std::uint64_t>(bias) - static_cast<std::uint64_t>(offset * w.sum);
}

/// Largest |accumulator| of a channel for any input, parts of its sum included.
constexpr std::uint64_t bound_of(const weight_sums& w, std::int64_t bias,
                                 const panel_options& options) {
  const std::int64_t zero = options.input_zero_point;
  const std::int64_t high = options.contract == simd_contract::int16_by_int8 ? 32767 : 127;
  const std::int64_t reach = std::max(high - zero, zero + high + 1);
  const std::uint64_t magnitude =
      bias < 0 ? ~static_cast<std::uint64_t>(bias) + 1 : static_cast<std::uint64_t>(bias);
  return magnitude + static_cast<std::uint64_t>(w.magnitude * reach);
}

/// Fills the panels' constants; false where they cannot be: such a filter stays with the scalar
/// backend. sums_of(o) are the sums of channel o, of `taps` weights.
///
/// range    every |accumulator| < 2^30. Of int16 codes else all panels are wide, which takes up to
///          65,536 weights a channel and an output zero point of 0
template <class Bias, class SumsOf>
constexpr bool pack_constants(std::int32_t channels, std::size_t taps, SumsOf sums_of,
                              elements<const Bias> bias, const requantization& r,
                              const panel_options& options, simd_panel* panels) {
  const auto bias_of = [&](std::int32_t o) {
    return bias ? std::int64_t{bias[static_cast<std::size_t>(o % options.outputs)]} : 0;
  };
  std::uint64_t bound = 0;
  for (std::int32_t o = 0; o < channels; ++o) {
    bound = std::max(bound, bound_of(sums_of(o), bias_of(o), options));
  }
  const bool wide = bound >= simd_accumulator_limit;
  const bool int16 = options.contract == simd_contract::int16_by_int8;
  if (wide && (!int16 || taps > 65536 || r.zero_point != 0)) return false;
  panel_options as_codes = options;
  as_codes.form = simd_form::signed_8;
  for (std::size_t o = 0; o < static_cast<std::size_t>(channels); ++o) {
    simd_panel& panel = panels[o / panel_width];
    const std::size_t i = o % panel_width;
    if (i == 0) panel = simd_panel{};
    const auto channel = static_cast<std::int32_t>(o);
    const weight_sums sums = sums_of(channel);
    const std::uint64_t start = start_of(sums, bias_of(channel), options);
    panel.code_start[i] = static_cast<std::uint32_t>(start_of(sums, bias_of(channel), as_codes));
    if (wide) {
      set_wide_channel(panel, i, start, r.at(channel % options.outputs));
    } else {
      set_channel(panel, i, static_cast<std::uint32_t>(start), r.at(channel % options.outputs),
                  r.zero_point, options.contract);
    }
  }
  for (std::size_t i = 0; i < panels_of(channels); ++i) {
    finish_panel(panels[i], r, options.contract, options.rounding);
  }
  return true;
}

}  // namespace octet
