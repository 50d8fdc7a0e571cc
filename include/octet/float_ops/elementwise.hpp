// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Operators that map each element by itself: the loop over SIMD registers, and their entry.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <xsimd/xsimd.hpp>

#include "octet/float_ops/support.hpp"

namespace octet::float_ops {

/// Arguments of an elementwise operator; output may be input.
struct unary_args {
  std::span<const float> input{};
  std::span<float> output{};  ///< as many values
};

/// output[i] = f(input[i]), where f maps an xsimd::batch<float>.
template <class F>
void transform(const unary_args& a, F f) {
  using batch = xsimd::batch<float>;
  const std::size_t n = a.input.size();
  std::size_t i = 0;
  for (; i + batch::size <= n; i += batch::size) {
    f(batch::load_unaligned(a.input.data() + i)).store_unaligned(a.output.data() + i);
  }
  if (i == n) return;
  std::array<float, batch::size> rest{};
  std::ranges::copy(a.input.subspan(i), rest.begin());
  f(batch::load_unaligned(rest.data())).store_unaligned(rest.data());
  std::copy_n(rest.begin(), n - i, a.output.begin() + static_cast<std::ptrdiff_t>(i));
}

/// output[i] = input[i], but low where it is below and high where it is above.
inline void limit(const unary_args& a, float low, float high) {
  transform(a, [&](auto x) {
    using batch = decltype(x);
    const batch least(low), most(high);
    return xsimd::select(x > most, most, xsimd::select(x < least, least, x));
  });
}

/// What every elementwise operator of float tensors does in a model, but for running.
template <builtin Code>
struct unary_operator : ops::entry<Code, float> {
  struct data {
    std::int32_t input, output;
    std::uint32_t count;
  };

  static result<data> prepare(prepare_context& c) {
    if (error e = ops::check_elementwise(c)) return e;
    if (error e = check_floats(c, 1)) return e;
    c.may_overwrite(0);
    return data{.input = c.op().input(0),
                .output = c.op().output(0),
                .count = static_cast<std::uint32_t>(c.output(0).shape.count())};
  }

  static unary_args args(const data& d, const run_context& c) {
    return {.input = {c.read<float>(d.input).data(), d.count},
            .output = {c.write<float>(d.output).data(), d.count}};
  }
};

/// An elementwise operator of float tensors in a model.
template <builtin Code, void (*Kernel)(const unary_args&)>
struct unary_entry : unary_operator<Code> {
  using data = typename unary_operator<Code>::data;

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    Kernel(unary_operator<Code>::args(d, c));
  }
};

}  // namespace octet::float_ops
