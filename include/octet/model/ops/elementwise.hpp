// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What operators that work element by element share at load: tensors, shapes, and the entries of
// those on plain numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "octet/kernels/plain.hpp"
#include "octet/model/ops/support.hpp"
#include "octet/model/schema.hpp"

namespace octet::ops {

/// Two inputs that broadcast to an output.
struct tensor_pair {
  std::int32_t input1, input2, output;  ///< tensor indices
  shape input1_shape, input2_shape, output_shape;
};

/// The tensors of a node with two inputs. Asks for the output to overwrite an input where
/// elements are as large.
template <class In, class Out = In>
constexpr refusal read_pair(prepare_context& c, tensor_pair& pair) {
  if (refusal r = check_arity(c, 2, 2, 1)) return r;
  const tensor_info input1 = c.input(0), input2 = c.input(1), output = c.output(0);
  if (input2.type != type_of<In>) return c.fail(errc::unsupported_type, input2.index);
  if (output.type != type_of<Out>) return c.fail(errc::unsupported_type, output.index);
  if (!broadcasts_to(input1.shape, input2.shape, output.shape))
    return c.fail(errc::shape_mismatch, output.index);
  if constexpr (sizeof(In) == sizeof(Out)) {
    c.may_overwrite(0);
    c.may_overwrite(1);
  }
  pair = {input1.index, input2.index, output.index, input1.shape, input2.shape, output.shape};
  return {};
}

/// The tensors of a pair at run time, as fields of a kernel's arguments.
template <class Args, class In, class Out = In>
constexpr Args pair_args(const tensor_pair& p, const run_context& c) {
  return {.input1 = {c.read<In>(p.input1), p.input1_shape},
          .input2 = {c.read<In>(p.input2), p.input2_shape},
          .output = {c.write<Out>(p.output), p.output_shape}};
}

/// Reads the activation of ADD, SUB, MUL or DIV: the first field of all their options.
constexpr outcome<activation> read_pair_activation(const prepare_context& c) {
  return read_activation(c, field::add::activation);
}

/// Whether an operator on two tensors has options with an activation.
enum class fused { nothing, activation };

/// An operator on two tensors of numbers, kernels/plain.hpp.
template <builtin Code, class T, class Operation, fused Fused = fused::nothing>
struct plain_entry : entry<Code, T> {
  struct data {
    tensor_pair tensors;
    std::int32_t activation;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    data d{};
    if (refusal r = read_pair<T>(c, d.tensors)) return r;
    outcome<activation> act = activation::none;
    if constexpr (Fused == fused::activation) act = read_pair_activation(c);
    if (!act) return act.error();
    d.activation = static_cast<std::int32_t>(*act);
    return d;
  }

  static constexpr plain_args<T> args(const data& d, const run_context& c) {
    auto a = pair_args<plain_args<T>, T>(d.tensors, c);
    if constexpr (Fused == fused::activation)
      a.clamp = real_range<T>(static_cast<activation>(d.activation));
    return a;
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    combine<Operation, Backend>(args(d, c));
  }
};

/// The same where the second input divides: none of its elements may be 0.
template <builtin Code, class T, class Operation, fused Fused = fused::nothing>
struct plain_division_entry : plain_entry<Code, T, Operation, Fused> {
  using base = plain_entry<Code, T, Operation, Fused>;

  template <class Backend>
  static constexpr errc run(const typename base::data& d, const run_context& c) {
    const auto divisors = c.read<T>(d.tensors.input2);
    const std::size_t count = d.tensors.input2_shape.count();
    for (std::size_t i = 0; i < count; ++i) {
      if (divisors[i] == 0) return errc::outside_domain;
    }
    base::template run<Backend>(d, c);
    return errc::ok;
  }
};

/// The scales of two tensors of codes and of what becomes of them.
struct pair_scales {
  float input1, input2, output;
};

/// The beginning of an entry on two tensors of codes. Scaling is what brings them to the output's
/// scale.
template <builtin Code, class T, class Scaling, fused Fused>
struct coded_pair_entry : entry<Code, T> {
  struct data {
    tensor_pair tensors;
    std::int32_t input1_zero_point, input2_zero_point, output_zero_point;
    Scaling scaling;
    clamp_range<std::int32_t> clamp;
  };

  static constexpr coded_pair_args<T, Scaling> args(const data& d, const run_context& c) {
    auto a = pair_args<coded_pair_args<T, Scaling>, T>(d.tensors, c);
    a.input1_zero_point = d.input1_zero_point;
    a.input2_zero_point = d.input2_zero_point;
    a.output_zero_point = d.output_zero_point;
    a.scaling = d.scaling;
    a.clamp = d.clamp;
    return a;
  }

 protected:
  /// Everything but the scaling.
  static constexpr refusal prepare_pair(prepare_context& c, data& d, pair_scales& scales) {
    if (refusal r = read_pair<T>(c, d.tensors)) return r;
    const tensor_info input1 = c.input(0), input2 = c.input(1), output = c.output(0);
    for (const tensor_info* t : {&input1, &input2, &output}) {
      if (refusal r = check_quantized<T>(c, *t)) return r;
    }
    outcome<activation> act = activation::none;
    if constexpr (Fused == fused::activation) act = read_pair_activation(c);
    if (!act) return act.error();
    d.input1_zero_point = input1.zero_point();
    d.input2_zero_point = input2.zero_point();
    d.output_zero_point = output.zero_point();
    scales = {input1.scale(), input2.scale(), output.scale()};
    d.clamp = code_range<T>(*act, scales.output, d.output_zero_point);
    return {};
  }
};

/// A tensor that becomes another, element by element.
struct tensor_map {
  std::int32_t input, output;  ///< tensor indices
  std::int32_t count;
};

/// The tensors of a node with one input, which the output may overwrite.
template <class T>
constexpr outcome<tensor_map> read_map(prepare_context& c) {
  if (refusal r = check_elementwise(c)) return r;
  const tensor_info input = c.input(0), output = c.output(0);
  if (output.type != type_of<T>) return c.fail(errc::unsupported_type, output.index);
  c.may_overwrite(0);
  return tensor_map{input.index, output.index, static_cast<std::int32_t>(output.shape.count())};
}

/// The tensors of a map at run time, as fields of a kernel's arguments.
template <class Args, class T>
constexpr Args map_args(const tensor_map& m, const run_context& c) {
  return {.input = {c.read<T>(m.input), m.count}, .output = {c.write<T>(m.output), m.count}};
}

/// A tensor of codes that becomes another.
struct quantized_map {
  tensor_map tensors;
  std::int32_t input_zero_point, output_zero_point;
  multiplier scaling;
};

/// The tensors of a node from codes to codes of T.
template <class T>
constexpr outcome<quantized_map> read_quantized_map(prepare_context& c) {
  const outcome<tensor_map> tensors = read_map<T>(c);
  if (!tensors) return tensors.error();
  for (const tensor_info& t : {c.input(0), c.output(0)}) {
    if (refusal r = check_quantized<T>(c, t)) return r;
  }
  return quantized_map{*tensors, c.input(0).zero_point(), c.output(0).zero_point(), {}};
}

}  // namespace octet::ops
