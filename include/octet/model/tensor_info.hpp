// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// tensor_info: what a .tflite model says about one tensor, and how its quantization is read.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/extents.hpp"
#include "octet/model/flatbuffer.hpp"
#include "octet/model/schema.hpp"
#include "octet/model/tensor_type.hpp"

namespace octet {

/// Index of an optional tensor that is not there.
inline constexpr std::int32_t no_tensor = -1;

/// Codes with one scale for each block of neighbours along the last axis. The schema's table.
struct block_quantization {
  std::int32_t scales = no_tensor, zero_points = no_tensor;  ///< tensor indices
  std::int32_t size = 0;                                     ///< codes in a block; 0: not blockwise
};

/// What the model says about one tensor. The scales and the data stay in the file.
struct tensor_info {
  std::int32_t index = no_tensor;
  tensor_type type = tensor_type::float32;
  octet::shape shape{};
  flatbuffer::vector<float> scales{};
  flatbuffer::vector<std::int64_t> zero_points{};
  std::int32_t quantized_dimension = 0;
  block_quantization blocks{};
  flatbuffer::vector<std::uint8_t> data{};  ///< empty unless constant
  bool is_variable = false;
  flatbuffer::vector<std::uint8_t> name{};

  constexpr bool is_constant() const { return !data.empty(); }
  constexpr bool is_quantized() const { return !scales.empty(); }
  constexpr bool is_blockwise() const { return blocks.size != 0; }
  constexpr float scale(std::size_t channel = 0) const {
    return scales[scales.size() == 1 ? 0 : channel];
  }
  constexpr std::int32_t zero_point() const { return static_cast<std::int32_t>(zero_points[0]); }
  /// Bytes of the elements, int4 packed two a byte.
  constexpr std::size_t bytes() const {
    return type == tensor_type::int4 ? (shape.count() + 1) / 2 : shape.count() * size_of(type);
  }
};

/// Every byte of a tensor that holds real zeros: the code zero_point for one-byte types, all bits
/// zero for the others, whose zero point is 0.
constexpr std::uint8_t byte_of_zero(const tensor_info& t) {
  const bool one_byte = size_of(t.type) == 1 && t.is_quantized();
  return static_cast<std::uint8_t>(one_byte ? t.zero_point() : 0);
}

namespace detail {

/// What else a quantization says, numbered as in the schema. From blockwise on, scales and zero
/// points beside it do not count; what comes after is not known here.
enum class quantization_details : std::uint8_t { none = 0, custom = 1, blockwise = 2 };

constexpr quantization_details details_of(const flatbuffer::table& quantization) {
  return static_cast<quantization_details>(
      quantization.scalar<std::uint8_t>(field::quantization::details_type, 0));
}

/// An index of zero points that is left out means none: no writer is known to mean tensor 0, the
/// schema's default, by it.
constexpr block_quantization read_blocks(const flatbuffer::table& details) {
  namespace f = field::blockwise_quantization;
  return {.scales = details.scalar<std::int32_t>(f::scales, 0),
          .zero_points = details.scalar<std::int32_t>(f::zero_points, no_tensor),
          .size = details.scalar<std::int32_t>(f::block_size, 0)};
}

}  // namespace detail

}  // namespace octet
