// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Element types of .tflite tensors.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "octet/core/float16.hpp"

namespace octet {

/// Element types of tensors, numbered as in the schema.
enum class tensor_type : std::int8_t {
  float32 = 0,
  float16 = 1,
  int32 = 2,
  uint8 = 3,
  int64 = 4,
  string = 5,
  boolean = 6,
  int16 = 7,
  complex64 = 8,
  int8 = 9,
  float64 = 10,
  complex128 = 11,
  uint64 = 12,
  resource = 13,
  variant = 14,
  uint32 = 15,
  uint16 = 16,
  int4 = 17,
};

/// Bytes of one element; 0 for types that octet does not hold in tensors (int4 is packed two a
/// byte).
constexpr std::size_t size_of(tensor_type type) {
  switch (type) {
    case tensor_type::boolean:
    case tensor_type::uint8:
    case tensor_type::int8:
      return 1;
    case tensor_type::float16:
    case tensor_type::uint16:
    case tensor_type::int16:
      return 2;
    case tensor_type::float32:
    case tensor_type::uint32:
    case tensor_type::int32:
      return 4;
    case tensor_type::float64:
    case tensor_type::uint64:
    case tensor_type::int64:
      return 8;
    default:
      return 0;
  }
}

constexpr std::string_view name_of(tensor_type type) {
  constexpr std::array<std::string_view, 18> names{
      "float32", "float16",  "int32",     "uint8",  "int64",   "string",
      "bool",    "int16",    "complex64", "int8",   "float64", "complex128",
      "uint64",  "resource", "variant",   "uint32", "uint16",  "int4"};
  const auto i = static_cast<std::size_t>(static_cast<std::uint8_t>(type));
  return i < names.size() ? names[i] : "unknown";
}

/// The schema's number of a C++ element type.
template <class T>
inline constexpr tensor_type type_of = [] {
  static_assert(sizeof(T) == 0, "no tensor has elements of this type");
  return tensor_type::variant;
}();
template <>
inline constexpr tensor_type type_of<float> = tensor_type::float32;
template <>
inline constexpr tensor_type type_of<float16> = tensor_type::float16;
template <>
inline constexpr tensor_type type_of<std::int8_t> = tensor_type::int8;
template <>
inline constexpr tensor_type type_of<std::uint8_t> = tensor_type::uint8;
template <>
inline constexpr tensor_type type_of<std::int16_t> = tensor_type::int16;
template <>
inline constexpr tensor_type type_of<std::int32_t> = tensor_type::int32;
template <>
inline constexpr tensor_type type_of<std::int64_t> = tensor_type::int64;
template <>
inline constexpr tensor_type type_of<bool> = tensor_type::boolean;

}  // namespace octet
