// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Layers that take a tensor of further back in the pipeline: add, shortcut.
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

/// A layer that takes not its input but what the last `back` layers were given: the other branch of
/// a residual block that changes the shape. The add behind it, of back = 1, joins both.
///
///   ... | layer::conv_2d{...} | layer::conv_2d{...} |
///       layer::shortcut{2, layer::conv_2d{...}} | layer::add{.output = ...}
template <class Layer>
struct shortcut {
  std::int32_t back = 1;
  Layer layer{};

  using operators = typename Layer::operators;

  template <class At>
  static constexpr void fits() {
    constexpr bool is_there = At::layer.back >= 1 && At::layer.back <= At::index;
    static_assert(is_there, "shortcut: back must be 1 up to the number of layers before");
    if constexpr (is_there) Layer::template fits<inner<At>>();
  }
  constexpr tensor_kind output_kind(const tensor_kind& in) const { return layer.output_kind(in); }
  constexpr layer_node node() const {
    layer_node n = layer.node();
    n.skipped = back;
    return n;
  }
  constexpr std::int32_t skipped() const { return back; }

 private:
  template <class At>
  struct inner {
    static constexpr const Layer& layer = At::layer.layer;
    static constexpr tensor_kind input = At::input;
  };
};

// clang 14 does not deduce the arguments of aggregates.
template <class Layer>
shortcut(std::int32_t, Layer) -> shortcut<Layer>;

}  // namespace octet::layer
