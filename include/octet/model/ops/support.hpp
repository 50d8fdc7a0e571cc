// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What the operators' load-time code shares: checks of tensors and types, multipliers, accumulator
// bounds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#include "octet/fixed/multiplier.hpp"
#include "octet/kernels/activation.hpp"
#include "octet/kernels/requantization.hpp"
#include "octet/kernels/window.hpp"
#include "octet/model/context.hpp"

namespace octet::ops {

/// The usual beginning of an entry: an operator for one type of its first input.
template <builtin Code, class T>
struct entry {
  static constexpr builtin code = Code;
  static constexpr tensor_type type = type_of<T>;

  static constexpr bool accepts(const graph& model, const node& op) {
    return model.tensor(op.input(0)).type == type;
  }
};

/// Between `least` and `most` inputs, the first `least` of them present, and `outputs` outputs.
[[gnu::cold]] constexpr refusal check_arity(const prepare_context& c, std::size_t least,
                                            std::size_t most, std::size_t outputs) {
  if (c.input_count() > most || c.output_count() != outputs) return c.fail(errc::missing_tensor);
  for (std::size_t i = 0; i < least; ++i) {
    if (!c.has_input(i)) return c.fail(errc::missing_tensor);
  }
  return {};
}

/// A tensor of type T with one scale and any zero point.
template <class T>
[[gnu::cold]] constexpr refusal check_codes(const prepare_context& c, const tensor_info& t) {
  if (t.type != type_of<T>) return c.fail(errc::unsupported_type, t.index);
  if (t.scales.size() != 1 || t.zero_points.size() != 1)
    return c.fail(errc::missing_quantization, t.index);
  return {};
}

/// A tensor of type T with one scale; zero point 0 where codes have 16 bits.
template <class T>
[[gnu::cold]] constexpr refusal check_quantized(const prepare_context& c, const tensor_info& t) {
  if (refusal r = check_codes<T>(c, t)) return r;
  // 16-bit codes are symmetric (TensorFlow Lite 16x8 specification).
  if (type_of<T> == tensor_type::int16 && t.zero_point() != 0)
    return c.fail(errc::bad_zero_point, t.index);
  return {};
}

/// A tensor with the quantization that an operator's definition fixes. Scales of 16-bit codes may
/// be off by a thousandth, as in the reference: some writers choose 1/32767, others 1/32768.
template <class T>
[[gnu::cold]] constexpr refusal check_fixed_quantization(const prepare_context& c,
                                                         const tensor_info& t, float scale,
                                                         std::int32_t zero_point) {
  if (refusal r = check_codes<T>(c, t)) return r;
  constexpr float tolerance = sizeof(T) == 1 ? 0.0F : 1e-3F;
  const float off = t.scale() / scale - 1;
  if (off < -tolerance || off > tolerance || t.zero_point() != zero_point)
    return c.fail(errc::quantization_mismatch, t.index);
  return {};
}

/// A tensor as rows of its last axis.
struct row_shape {
  std::int32_t rows = 0, depth = 0;

  /// For a rank of 1 at least. Without elements there are no rows.
  static constexpr row_shape of(const shape& s) {
    const std::int32_t depth = s[s.rank - 1];
    const auto count = static_cast<std::int32_t>(s.count());
    return {depth == 0 ? 0 : count / depth, depth};
  }
};

/// The product of two scales on its way to a factor: in float where TensorFlow Lite takes it so,
/// but in double under contract D, and always in float under E, as XNNPACK does.
[[gnu::cold]] constexpr decomposed scale_product(const prepare_context& c, float a, float b,
                                                 bool in_float) {
  const contract rules = c.rounding_contract();
  if (rules == contract::in_float || (in_float && rules != contract::in_double))
    return decompose(a * b);
  return decompose(a) * decompose(b);
}

/// An operator of one input and one output of the same shape.
[[gnu::cold]] constexpr refusal check_elementwise(const prepare_context& c) {
  if (refusal r = check_arity(c, 1, 1, 1)) return r;
  if (c.output(0).shape != c.input(0).shape) return c.fail(errc::shape_mismatch, c.op().output(0));
  return {};
}

/// A constant tensor of type T.
template <class T>
[[gnu::cold]] constexpr refusal check_constant(const prepare_context& c, const tensor_info& t) {
  if (t.type != type_of<T>) return c.fail(errc::unsupported_type, t.index);
  if (!t.is_constant()) return c.fail(errc::constant_expected, t.index);
  return {};
}

/// Symmetric weights: a scale each tensor or each index of `axis`, every zero point 0.
[[gnu::cold]] constexpr refusal check_weight_scales(const prepare_context& c,
                                                    const tensor_info& filter, std::int32_t axis) {
  if (!filter.is_quantized() || filter.zero_points.empty())
    return c.fail(errc::missing_quantization, filter.index);
  // A file with one scale may name any axis: there is nothing to choose between.
  if (filter.scales.size() > 1) {
    if (filter.quantized_dimension != axis) return c.fail(errc::unsupported_option, filter.index);
    if (filter.scales.size() != static_cast<std::size_t>(filter.shape[axis])) {
      return c.fail(errc::missing_quantization, filter.index);
    }
  }
  for (std::size_t i = 0; i < filter.zero_points.size(); ++i) {
    if (filter.zero_points[i] != 0) return c.fail(errc::bad_zero_point, filter.index);
  }
  return {};
}

/// The input of the same four axes: convolutions and pools.
[[gnu::cold]] constexpr refusal check_rank(const prepare_context& c, const tensor_info& t,
                                           std::int32_t rank) {
  return t.shape.rank == rank ? refusal{} : c.fail(errc::shape_mismatch, t.index);
}

/// Reads padding from an option table; the enumeration has two values.
[[gnu::cold]] constexpr outcome<padding> read_padding(const prepare_context& c, int field) {
  const auto value = c.op().options.scalar<std::int8_t>(field, 0);
  if (value != 0 && value != 1) return c.fail(errc::bad_option);
  return static_cast<padding>(value);
}

/// Reads a fused activation; tanh and sign_bit are never fused into quantized operators.
[[gnu::cold]] constexpr outcome<activation> read_activation(const prepare_context& c, int field) {
  const auto value = c.op().options.scalar<std::int8_t>(field, 0);
  if (value < 0 || value > static_cast<std::int8_t>(activation::sign_bit))
    return c.fail(errc::bad_option);
  if (value > static_cast<std::int8_t>(activation::relu6)) return c.fail(errc::unsupported_option);
  return static_cast<activation>(value);
}

/// Reads a size, small enough that positions stay inside int32; 0 where it makes no sense.
[[gnu::cold]] constexpr std::int32_t read_size_or_0(const prepare_context& c, int field,
                                                    std::int32_t otherwise) {
  const auto value = c.op().options.scalar<std::int32_t>(field, otherwise);
  return value < 1 || value > (1 << 20) ? 0 : value;
}

/// The same, or the error.
[[gnu::cold]] constexpr outcome<std::int32_t> read_size(const prepare_context& c, int field,
                                                        std::int32_t otherwise) {
  const std::int32_t size = read_size_or_0(c, field, otherwise);
  if (size == 0) return c.fail(errc::bad_option);
  return size;
}

}  // namespace octet::ops
