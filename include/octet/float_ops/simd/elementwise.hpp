// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// ADD, SUB, MUL and the rectifiers in float on the SIMD backend.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/float_ops/binary.hpp"
#include "octet/float_ops/elementwise.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/backend/simd/select.hpp"
#include "octet/kernels/broadcast.hpp"
#include "octet/model/simd/unweighted.hpp"

namespace octet::float_ops {

/// output = act(a op b), broadcast.
///
/// exact    the values of the scalar operators
inline void run_pairs(const simd_float_kernels& kernels, simd_float_pair pair,
                      const binary_args& args) {
  broadcast(args.a.shape, args.b.shape)
      .for_each_row([&](std::int32_t first, const auto& at, const auto& step, std::int32_t n) {
        kernels.floats.combine({.x = args.a.data.data() + at[0],
                                .y = args.b.data.data() + at[1],
                                .out = args.output.data.data() + first,
                                .n = static_cast<std::size_t>(n),
                                .x_stays = step[0] == 0,
                                .y_stays = step[1] == 0,
                                .pair = pair,
                                .clamp = args.clamp});
      });
}

/// What an entry on two tensors computes.
template <simd_float_pair Pair>
struct simd_pair_kind {
  using kernels = simd_float_kernels;
  template <class Entry>
  static bool run(const kernels& k, const auto& d, const run_context& c, contract) {
    run_pairs(k, Pair, Entry::args(d, c));
    return true;
  }
};

/// A rectifier: once each value, between two limits.
template <int Low, int High>
struct simd_limit_kind {
  using kernels = simd_float_kernels;
  template <class Entry>
  static bool run(const kernels& k, const auto& d, const run_context& c, contract) {
    const unary_args args = Entry::args(d, c);
    constexpr float one = 1.0F;
    k.floats.combine({.x = args.input.data(),
                      .y = &one,
                      .out = args.output.data(),
                      .n = args.input.size(),
                      .y_stays = true,
                      .pair = simd_float_pair::multiply,
                      .clamp = {static_cast<float>(Low),
                                High > Low ? static_cast<float>(High) : unclamped<float>.max}});
    return true;
  }
};

template <class Entry, simd_float_pair Pair, contract C>
using simd_pair_entry = octet::detail::simd_unweighted_entry<Entry, simd_pair_kind<Pair>, C>;
/// No upper limit where High is not above Low.
template <class Entry, int Low, int High, contract C>
using simd_limit_entry = octet::detail::simd_unweighted_entry<Entry, simd_limit_kind<Low, High>, C>;

}  // namespace octet::float_ops
