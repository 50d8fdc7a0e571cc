// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SELECT and SELECT_V2: elements of one tensor where a truth holds, of another where not.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/tensor.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/broadcast.hpp"

namespace octet {

/// Arguments of select.
template <class T>
struct select_args {
  tensor<const std::uint8_t, shape> condition{};  ///< 0 is false, every other byte true
  tensor<const T, shape> input1{}, input2{};
  tensor<T, shape> output{};
};

/// Element by element.   out = condition ? input1 : input2
///
/// shapes   up to rank 6; axes of 1 are broadcast
/// memory   no heap, no scratch; the output may lie on an input of its shape and element size
/// errors   none here: model/ops/select.hpp checks
/// source   TensorFlow Lite reference kernel, SELECT_V2
template <class Backend = scalar, class T>
constexpr void select(const select_args<T>& a) {
  broadcast(a.condition.shape, a.input1.shape, a.input2.shape)
      .for_each_row([&](std::int32_t first, const auto& at, const auto& step, std::int32_t n) {
        for (std::int32_t i = 0; i < n; ++i) {
          const auto from = [&](std::size_t t) {
            return static_cast<std::size_t>(at[t] + i * step[t]);
          };
          const bool chosen = a.condition.data[from(0)] != 0;
          a.output.data.store(static_cast<std::size_t>(first + i),
                              chosen ? a.input1.data[from(1)] : a.input2.data[from(2)]);
        }
      });
}

}  // namespace octet
