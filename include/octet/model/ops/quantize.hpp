// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// QUANTIZE in a model: from float by kernels/quantize.hpp, from other codes by kernels/rescale.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/quantize.hpp"
#include "octet/model/ops/rescale.hpp"

namespace octet::ops {

/// Codes of From to codes of To.
template <class From, class To>
struct quantize : rescale<From, To, activation::none> {
  static constexpr builtin code = builtin::quantize;
  static constexpr tensor_type type = type_of<From>;
  static constexpr tensor_type output_type = type_of<To>;

  static constexpr bool accepts(const graph& model, const node& op) {
    return model.tensor(op.input(0)).type == type_of<From> &&
           model.tensor(op.output(0)).type == type_of<To>;
  }
};

/// Real values to codes of To.
template <class To>
struct quantize<float, To> {
  static constexpr builtin code = builtin::quantize;
  static constexpr tensor_type type = tensor_type::float32;
  static constexpr tensor_type output_type = type_of<To>;

  struct data {
    std::int32_t input, output;  ///< tensor indices
    std::int32_t count;
    affine params;
  };

  static constexpr bool accepts(const graph& model, const node& op) {
    return model.tensor(op.input(0)).type == tensor_type::float32 &&
           model.tensor(op.output(0)).type == type_of<To>;
  }

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_elementwise(c)) return r;
    const tensor_info input = c.input(0), output = c.output(0);
    if (refusal r = check_codes<To>(c, output)) return r;
    return data{.input = input.index,
                .output = output.index,
                .count = static_cast<std::int32_t>(output.shape.count()),
                .params = {output.scale(), output.zero_point()}};
  }

  static constexpr basic_quantize_args<To> args(const data& d, const run_context& c) {
    const extents<dynamic> count{d.count};
    return {.input = {c.read<float>(d.input), count},
            .output = {c.write<To>(d.output), count},
            .params = d.params};
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    octet::quantize<Backend>(args(d, c));
  }
};

}  // namespace octet::ops
