// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// One row of activations times a few panels of weights. Read once per target by targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

/// acc[0] += acc[1] ... acc[2 * Half - 1]. Each index a constant: in a loop that halves, GCC keeps
/// them all in memory.
template <std::size_t Half, std::size_t Chains, std::size_t V>
HWY_INLINE void add_chains(v32 (&acc)[Chains][V]) {
  if constexpr (Half > 0) {
    HWY_UNROLL(8)
    for (std::size_t i = 0; i < Half; ++i) {
      HWY_UNROLL(8)
      for (std::size_t v = 0; v < V; ++v) acc[i][v] = hn::Add(acc[i][v], acc[i + Half][v]);
    }
    add_chains<Half / 2>(acc);
  }
}

/// One row, whose quad q is at(q), times P panels, of whose weights a vector takes Bytes:
/// neighbouring quads go to accumulators of their own, so that the weights stream in without
/// waiting for a sum. Panels side by side share what is read of the row.
template <std::size_t P, std::size_t Bytes, class At>
HWY_INLINE void sum_quads(const tile& t, At at) {
  constexpr std::size_t V = P * panel_vectors, chains = V >= 8 ? 1 : 8 / V;
  v32 acc[chains][V];
  HWY_UNROLL(8)
  for (std::size_t i = 0; i < chains; ++i) {
    HWY_UNROLL(8)
    for (std::size_t v = 0; v < V; ++v)
      acc[i][v] = i == 0 ? start_of_vector(t.panels, v) : hn::Zero(d32());
  }
  const auto step = [&](std::size_t q, v32* into) OCTET_SIMD_ATTR {
    const vector_quads x = broadcast_quad(at(q));
    const std::int8_t* weights = t.weights + q * panel_vectors * Bytes;
    HWY_UNROLL(4)
    for (std::size_t i = 0; i < P; ++i, weights += t.panel_bytes) {
      HWY_UNROLL(8)
      for (std::size_t v = 0; v < panel_vectors; ++v) {
        v32& sum = into[i * panel_vectors + v];
        const std::int8_t* const from = weights + v * Bytes;
        sum = dot(sum, x, Bytes == vector_bytes ? load_weights(from) : load_row_weights(from));
      }
    }
  };
  std::size_t q = 0;
  for (; q + chains <= t.quads; q += chains) {
    HWY_UNROLL(8)
    for (std::size_t i = 0; i < chains; ++i) step(q + i, acc[i]);
  }
  for (; q < t.quads; ++q) step(q, acc[0]);
  add_chains<chains / 2>(acc);
  HWY_UNROLL(4)
  for (std::size_t i = 0; i < P; ++i) {
    store_sums<panel_vectors>(acc[0] + i * panel_vectors, t.panels[i].start.data(),
                              t.sums + i * panel_width);
  }
}

/// One row times P panels. The weights stream in as fast as the second-level cache gives them:
/// looking up where each quad is would take longer.
template <std::size_t P>
HWY_INLINE void sum_row(const tile& t) {
  const std::uint8_t* const row = t.rows[0];
  const std::int32_t* const offsets = t.offsets;
  const auto by_offset = [=](std::size_t q) OCTET_SIMD_ATTR { return row + offsets[q]; };
  if (row_vector_bytes != vector_bytes && t.quad_bytes == 64) {
    sum_quads<P, vector_bytes>(t, by_offset);  // the last of many rows
  } else if (t.joined && t.quads != 0) {
    const std::uint8_t* const first = row + offsets[0];
    sum_quads<P, row_vector_bytes>(t, [=](std::size_t q) OCTET_SIMD_ATTR { return first + q * 4; });
  } else {
    sum_quads<P, row_vector_bytes>(t, by_offset);
  }
}

/// The same as a call.
template <std::size_t P>
void multiply_row(tile& t) {
  sum_row<P>(t);
}

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
