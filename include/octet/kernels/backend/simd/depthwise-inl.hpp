// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// A line of depthwise convolution over interleaved taps. Read once per target by targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

/// Vectors of a block, and the taps that a lane holds.
inline constexpr std::size_t group = four_taps ? 4 : 2;
inline constexpr std::size_t block_codes = group * lanes;

/// A block of each tap, in the target's form -> [group][lanes], in the order of
/// depthwise_plan::position
template <class V>
HWY_INLINE void interleave_block(V a, V b, V c, V d, std::uint8_t* out) {
  const d16 words;
  const auto store = [&](std::size_t v, auto x) OCTET_SIMD_ATTR {
    hn::StoreU(hn::BitCast(du8(), x), du8(), out + v * HWY_MAX_BYTES);
  };
  if constexpr (four_taps) {
    const auto low_ab = hn::BitCast(words, hn::InterleaveLower(du8(), a, b));
    const auto high_ab = hn::BitCast(words, hn::InterleaveUpper(du8(), a, b));
    const auto low_cd = hn::BitCast(words, hn::InterleaveLower(du8(), c, d));
    const auto high_cd = hn::BitCast(words, hn::InterleaveUpper(du8(), c, d));
    store(0, hn::InterleaveLower(words, low_ab, low_cd));
    store(1, hn::InterleaveUpper(words, low_ab, low_cd));
    store(2, hn::InterleaveLower(words, high_ab, high_cd));
    store(3, hn::InterleaveUpper(words, high_ab, high_cd));
  } else {
    store(0, hn::InterleaveLower(words, hn::BitCast(words, a), hn::BitCast(words, b)));
    store(1, hn::InterleaveUpper(words, hn::BitCast(words, a), hn::BitCast(words, b)));
  }
}

inline void interleave(const std::uint8_t* const* taps, std::uint8_t* out, std::size_t blocks) {
  constexpr std::size_t c = four_taps ? 2 : 0, d = four_taps ? 3 : 1;
  for (std::size_t at = 0; at < blocks * HWY_MAX_BYTES; at += HWY_MAX_BYTES) {
    interleave_block(hn::LoadU(du8(), taps[0] + at), hn::LoadU(du8(), taps[1] + at),
                     hn::LoadU(du8(), taps[c] + at), hn::LoadU(du8(), taps[d] + at), out);
    out += group * HWY_MAX_BYTES;
  }
}

/// Codes of a block that lie side by side in a line; half a block of 64, so that pixels may have
/// any multiple of 32 channels.
inline constexpr std::size_t line_piece = HWY_MIN(block_codes, std::size_t{32});

/// A block of int8 codes in the target's form, from where its pieces are.
HWY_INLINE hn::Vec<du8> block_of_line(const std::int8_t* low,
                                      [[maybe_unused]] const std::int8_t* high) {
  if constexpr (four_taps) {
#if HWY_MAX_BYTES == 64
    const __m256i first = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(low));
    const __m256i second = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(high));
    const hn::Vec<du8> codes{_mm512_inserti64x4(_mm512_castsi256_si512(first), second, 1)};
#else
    const auto codes = hn::LoadU(du8(), reinterpret_cast<const std::uint8_t*>(low));
#endif
    return hn::Xor(codes, hn::Set(du8(), form == simd_form::biased_8 ? 128 : 0));
  } else {
    return hn::BitCast(du8(), hn::PromoteTo(d16(), hn::LoadU(hn::Rebind<std::int8_t, d16>(), low)));
  }
}

inline void interleave_line(const simd_line_taps& t) {
  constexpr std::size_t c = four_taps ? 2 : 0, d = four_taps ? 3 : 1;
  std::size_t channel = t.first % t.channels;
  const std::int8_t* at = t.line + t.first / t.channels * t.stride * t.channels + channel;
  // From the end of a pixel to the next that an output wants.
  const std::size_t skip = (t.stride - 1) * t.channels;
  const auto next_piece = [&]() OCTET_SIMD_ATTR {
    at += line_piece;
    channel += line_piece;
    if (channel == t.channels) {
      channel = 0;
      at += skip;
    }
  };
  std::uint8_t* out = t.out;
  for (std::size_t i = 0; i < t.blocks; ++i, out += group * HWY_MAX_BYTES) {
    const std::int8_t* const low = at;
    next_piece();
    const std::int8_t* const high = at;
    if constexpr (line_piece < block_codes) next_piece();
    const auto tap = [&](std::size_t k) OCTET_SIMD_ATTR {
      return block_of_line(low + t.taps[k], high + t.taps[k]);
    };
    interleave_block(tap(0), tap(1), tap(c), tap(d), out);
  }
}

/// What the blocks of a turn share: where their accumulators start, and their weights, which stay
/// in registers where their number is known (Steps > 0) and are read from memory otherwise.
template <std::size_t Steps>
struct turn_weights {
  v32 start[group];
  v32 kept[Steps == 0 ? 1 : Steps * group];
  const std::uint32_t* weights;

  HWY_INLINE turn_weights(const simd_depthwise& d, std::size_t turn)
      : weights(d.weights + turn * d.steps * block_codes) {
    HWY_UNROLL(4)
    for (std::size_t v = 0; v < group; ++v) {
      const std::size_t position = turn * block_codes + v * lanes;
      const simd_panel& p = d.out.panels[position / panel_width];
      start[v] = hn::BitCast(d32(), hn::Load(du32(), p.start.data() + position % panel_width));
    }
    HWY_UNROLL(16)
    for (std::size_t i = 0; i < Steps * group; ++i) kept[i] = load(i);
  }

  HWY_INLINE v32 load(std::size_t i) const {
    return hn::BitCast(d32(), hn::Load(du32(), weights + i * lanes));
  }
  HWY_INLINE v32 at(std::size_t i) const {
    if constexpr (Steps == 0) return load(i);
    return kept[i];
  }
};

/// sums += the products of one plane of a block, which starts `at` bytes into the rows
template <std::size_t Steps>
HWY_INLINE void sum_taps(const simd_depthwise& d, const turn_weights<Steps>& w, std::ptrdiff_t at,
                         v32* sums) {
  const std::size_t steps = Steps == 0 ? d.steps : Steps;
  HWY_UNROLL(4)
  for (std::size_t s = 0; s < steps; ++s) {
    const std::uint8_t* x = d.rows[s] + at;
    HWY_UNROLL(4)
    for (std::size_t v = 0; v < group; ++v) {
      const auto codes = hn::BitCast(d32(), hn::Load(du8(), x + v * HWY_MAX_BYTES));
      sums[v] = dot_taps(sums[v], codes, w.at(s * group + v));
    }
  }
}

/// The accumulators of a block that starts with code `first`.
template <class T, std::size_t Steps>
HWY_INLINE void sum_block(const simd_depthwise& d, const turn_weights<Steps>& w, std::size_t first,
                          v32* sums) {
  const auto at = static_cast<std::ptrdiff_t>(first * 4);
  HWY_UNROLL(4)
  for (std::size_t v = 0; v < group; ++v) sums[v] = w.start[v];
  sum_taps<Steps>(d, w, at, sums);
  if constexpr (sizeof(T) == 2 && four_taps) {
    v32 high[group];
    HWY_UNROLL(4)
    for (std::size_t v = 0; v < group; ++v) high[v] = hn::Zero(d32());
    sum_taps<Steps>(d, w, at + d.high_plane, high);
    HWY_UNROLL(4)
    for (std::size_t v = 0; v < group; ++v) sums[v] = hn::Add(sums[v], hn::ShiftLeft<8>(high[v]));
  }
}

/// Pieces of 16 bytes of `from` to every `step`-th place of 16 bytes.
template <class V>
HWY_INLINE void store_pieces(V v, std::uint8_t* to, std::size_t step) {
  alignas(64) std::uint8_t bytes[HWY_MAX_BYTES];
  hn::Store(hn::BitCast(du8(), v), du8(), bytes);
  HWY_UNROLL(4)
  for (std::size_t i = 0; i < HWY_MAX_BYTES / 16; ++i) {
    __builtin_memcpy(to + i * step, bytes + i * 16, 16);
  }
}

/// Calls make with the constants of a vector of channels of T, from lane `lane` of a panel on. A
/// branch a vector, always the same way: a loop for each would be as much code again.
template <class T, class Make>
HWY_INLINE void with_constants(const simd_output& out, const simd_panel& p, std::size_t lane,
                               const Make& make) {
  if constexpr (sizeof(T) == 2) {
    make(lane_constants<code_way::by_words>(out, p, lane));
  } else if (HWY_LIKELY(go_fastest(&p, 1))) {
    make(lane_constants<fastest>(out, p, lane));
  } else {
    make(lane_constants<code_way::by_integers>(out, p, lane));
  }
}

/// Clamped codes of a whole block.
template <class T>
HWY_INLINE void store_codes(const simd_output& out, std::size_t position,
                            const code_limits<T>& limits, const v32* sums, T* to) {
  v32 codes[group];
  hn::Vec<d16> words[group / 2];
  HWY_UNROLL(4)
  for (std::size_t v = 0; v < group; ++v) {
    const std::size_t at = position + v * lanes;
    with_constants<T>(out, out.panels[at / panel_width], at % panel_width,
                      [&](const auto& c) OCTET_SIMD_ATTR { codes[v] = c.codes(sums[v]); });
    if (v % 2 != 0) words[v / 2] = limits.words(codes[v - 1], codes[v]);
  }
  if constexpr (sizeof(T) == 2) {
    HWY_UNROLL(2)
    for (std::size_t i = 0; i < group / 2; ++i) {
      store_pieces(words[i], reinterpret_cast<std::uint8_t*>(to + 8 * i), group * 8);
    }
  } else {
    const auto bytes = limits.bytes(words[0], words[group / 2 - 1]);
    if constexpr (group == 4) {
      hn::StoreU(bytes, d8(), to);
    } else {
      // Each 16 bytes hold their 8 codes twice.
      alignas(64) std::int8_t all[HWY_MAX_BYTES];
      hn::Store(bytes, d8(), all);
      HWY_UNROLL(4)
      for (std::size_t i = 0; i < HWY_MAX_BYTES / 16; ++i) {
        __builtin_memcpy(to + i * 8, all + i * 16, 8);
      }
    }
  }
}

/// Whether the panels of `codes` positions hold an unusual multiplier.
inline bool has_literal(const simd_panel* panels, std::size_t position,
                        std::size_t codes = block_codes) {
  const std::size_t panels_of_block = (codes + panel_width - 1) / panel_width;
  return !go_by_formula(panels + position / panel_width, panels_of_block);
}

/// The blocks of one turn, from the i-th of the strip on, whose sums are wanted as they are or
/// become codes the long way.
inline void depthwise_sums(const simd_depthwise& d, std::size_t i) {
  const turn_weights<0> weights(d, (d.first_block + i) % d.period);
  const bool to_codes = d.out.panels[0].way != panel_way::as_sums;
  auto* const out = static_cast<std::uint32_t*>(d.out.data);
  for (std::size_t first = i * block_codes; first < d.codes; first += d.period * block_codes) {
    v32 sums[group];
    HWY_UNROLL(4)
    for (std::size_t v = 0; v < group; ++v) sums[v] = hn::Zero(d32());
    // The plane of high bytes comes first, where there is one.
    for (std::size_t plane = d.high_plane != 0 ? 2 : 1; plane-- > 0;) {
      HWY_UNROLL(4)
      for (std::size_t v = 0; v < group; ++v) sums[v] = hn::ShiftLeft<8>(sums[v]);
      const auto at = static_cast<std::ptrdiff_t>(first * 4);
      sum_taps<0>(d, weights, plane == 0 ? at : at + d.high_plane, sums);
    }
    HWY_UNROLL(4)
    for (std::size_t v = 0; v < group; ++v) sums[v] = hn::Add(sums[v], weights.start[v]);
    alignas(64) std::uint32_t last[block_codes];
    const bool whole = !to_codes && first + block_codes <= d.codes;
    std::uint32_t* const to = whole ? out + first : last;
    // In the plan's order, or in the order of codes.
    const std::size_t vector_step = to_codes ? lanes : 4, piece_step = to_codes ? 16 : group * 16;
    HWY_UNROLL(4)
    for (std::size_t v = 0; v < group; ++v) {
      store_pieces(sums[v], reinterpret_cast<std::uint8_t*>(to + v * vector_step), piece_step);
    }
    if (to_codes) {
      portable::store_block(d, first, last);
    } else if (!whole) {
      __builtin_memcpy(out + first, last, (d.codes - first) * sizeof(*out));
    }
  }
}

/// Whole blocks of one turn, from code `first` on, to `to`; returns where the next one would begin.
/// No call may stand in this loop: GCC would keep everything in memory.
template <class T, std::size_t Steps>
std::size_t depthwise_blocks(const simd_depthwise& d, std::size_t turn, std::size_t first,
                             std::size_t end, T* to) {
  const std::size_t position = turn * block_codes, step = d.period * block_codes;
  const code_limits<T> limits(*d.out.requantize);
  const simd_output output = d.out;
  const turn_weights<Steps> weights(d, turn);
  for (; first + block_codes <= end; first += step, to += step) {
    v32 sums[group];
    sum_block<T, Steps>(d, weights, first, sums);
    store_codes<T>(output, position, limits, sums, to);
  }
  return first;
}

/// The blocks of one turn, from the i-th of the strip on, by a depthwise_blocks of T.
template <class T>
inline void depthwise_turn(const simd_depthwise& d, std::size_t i,
                           decltype(depthwise_blocks<T, 0>)* run) {
  const std::size_t turn = (d.first_block + i) % d.period;
  T* const out = static_cast<T*>(d.out.data);
  std::size_t first = i * block_codes;
  if (first + block_codes <= d.codes) first = run(d, turn, first, d.codes, out + first);
  if (first >= d.codes) return;
  alignas(64) T last[block_codes];  // of a line, which is not whole
  run(d, turn, first, first + block_codes, last);
  __builtin_memcpy(out + first, last, (d.codes - first) * sizeof(T));
}

/// Turn by turn, so that weights and constants stay near. Words: whether codes may be int16.
template <bool Words>
inline void depthwise(const simd_depthwise& d) {
  constexpr std::size_t quads_of_3x3 = four_taps ? 3 : 0;
  for (std::size_t i = 0; i < d.period && i * block_codes < d.codes; ++i) {
    if (has_literal(d.out.panels, (d.first_block + i) % d.period * block_codes)) {
      depthwise_sums(d, i);
    } else if (Words && d.out.contract == simd_contract::int16_by_int8) {
      depthwise_turn<std::int16_t>(d, i, depthwise_blocks<std::int16_t, 0>);
    } else {
      depthwise_turn<std::int8_t>(d, i,
                                  d.steps == 3 ? depthwise_blocks<std::int8_t, quads_of_3x3>
                                               : depthwise_blocks<std::int8_t, 0>);
    }
  }
}

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
