// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Layers that take a second tensor, of further back in the pipeline: add.
#pragma once

#include <cstdint>

#include "octet/kernels/activation.hpp"
#include "octet/model/ops/add.hpp"
#include "octet/model/plan.hpp"
#include "octet/pipeline/layer.hpp"

namespace octet::layer {

/// Sum of the input and of what the last `back` layers were given: what makes them a residual
/// block.
///
///   ... | layer::conv_2d{...} | layer::conv_2d{...} | layer::add{.back = 2, .output = ...}
///
/// Real values are added: both tensors have formats of their own.
struct add {
  std::int32_t back = 1;
  octet::activation activation = octet::activation::none;
  tensor_format output{};

  using operators = op_list<ops::add<std::int8_t>, ops::add<std::int16_t>>;

  template <class At>
  static constexpr void fits() {
    constexpr bool is_there = At::layer.back >= 1 && At::layer.back <= At::index;
    static_assert(is_there, "add: back must be 1 up to the number of layers before");
    if constexpr (is_there) {
      constexpr tensor_kind other = At::template input_before<At::layer.back>;
      static_assert(detail::is_codes(At::input.format), "add: the input must hold int8 or int16");
      static_assert(other.shape == At::input.shape,
                    "add: the input must have the shape that the layers before were given");
      static_assert(other.format.type == At::input.format.type,
                    "add: the input must have the type that the layers before were given");
      static_assert(At::layer.output.type == At::input.format.type,
                    "add: output.type must be the input's");
    }
  }
  constexpr tensor_kind output_kind(const tensor_kind& in) const { return {output, in.shape}; }
  constexpr layer_node node() const {
    return {.code = builtin::add,
            .back = back,
            .options = {detail::option(field::add::activation, activation)}};
  }
};

}  // namespace octet::layer
