// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// ADD, SUB, MUL and the rectifiers in float on the SIMD backend.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "octet/float_ops/binary.hpp"
#include "octet/float_ops/elementwise.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/backend/simd/select.hpp"
#include "octet/kernels/broadcast.hpp"
#include "octet/model/context.hpp"
#include "octet/model/simd/choice.hpp"

namespace octet::float_ops {

/// output = act(a op b), broadcast.
///
/// exact    the values of the scalar operators
inline void run_pairs(const simd_kernels& kernels, simd_float_pair pair, const binary_args& args) {
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

/// An entry, run by Kind's call of the kernels.
template <class Entry, class Kind>
struct simd_elementwise_entry : Entry {
  struct data {
    typename Entry::data plain;
    std::uint32_t enabled;
    std::uint32_t target;
  };

  static result<data> prepare(prepare_context& c) {
    const result<typename Entry::data> plain = Entry::prepare(c);
    if (!plain) return plain.error();
    const std::optional<simd_target> target =
        octet::detail::simd_choice(c.backend_choice()).target();
    return data{.plain = *plain,
                .enabled = target.has_value(),
                .target = static_cast<std::uint32_t>(target.value_or(simd_target::portable))};
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    if (d.enabled == 0) return Entry::template run<Backend>(d.plain, c);
    Kind::run(kernels_of(static_cast<simd_target>(d.target)), Entry::args(d.plain, c));
  }
};

/// What an entry on two tensors computes.
template <simd_float_pair Pair>
struct simd_pair_kind {
  static void run(const simd_kernels& kernels, const binary_args& args) {
    run_pairs(kernels, Pair, args);
  }
};

/// A rectifier: once each value, between two limits.
template <int Low, int High>
struct simd_limit_kind {
  static void run(const simd_kernels& kernels, const unary_args& args) {
    constexpr float one = 1.0F;
    kernels.floats.combine({.x = args.input.data(),
                            .y = &one,
                            .out = args.output.data(),
                            .n = args.input.size(),
                            .y_stays = true,
                            .pair = simd_float_pair::multiply,
                            .clamp = {static_cast<float>(Low), High > Low ? static_cast<float>(High)
                                                                          : unclamped<float>.max}});
  }
};

template <class Entry, simd_float_pair Pair>
using simd_pair_entry = simd_elementwise_entry<Entry, simd_pair_kind<Pair>>;
/// No upper limit where High is not above Low.
template <class Entry, int Low, int High>
using simd_limit_entry = simd_elementwise_entry<Entry, simd_limit_kind<Low, High>>;

}  // namespace octet::float_ops
