// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// map_pairs: the loop of every operator on two tensors, element by element with broadcasting.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "octet/core/tensor.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/broadcast.hpp"

namespace octet {

/// Arguments of an operator on two tensors of codes. Scaling is what brings them to the output's
/// scale.
template <class T, class Scaling>
struct coded_pair_args {
  tensor<const T, shape> input1{}, input2{};
  tensor<T, shape> output{};
  std::int32_t input1_zero_point = 0, input2_zero_point = 0, output_zero_point = 0;
  Scaling scaling{};
  clamp_range<std::int32_t> clamp{};
};

/// output = f(input1, input2), where f maps two elements; `Args` has the three tensors by these
/// names, their shapes at run time. Each element is read before it is written.
template <class Args, class F>
constexpr void map_pairs(const Args& a, F f) {
  using out = std::remove_cvref_t<decltype(a.output.data[0])>;
  broadcast(a.input1.shape, a.input2.shape)
      .for_each_row([&](std::int32_t first, const auto& at, const auto& step, std::int32_t n) {
        for (std::int32_t i = 0; i < n; ++i) {
          const auto i1 = static_cast<std::size_t>(at[0] + i * step[0]);
          const auto i2 = static_cast<std::size_t>(at[1] + i * step[1]);
          a.output.data.store(static_cast<std::size_t>(first + i),
                              static_cast<out>(f(a.input1.data[i1], a.input2.data[i2])));
        }
      });
}

}  // namespace octet
