// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Weights that are not plain codes: two in a byte, or with a zero point of their own. A kernel
// reads them as it reads int8.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/elements.hpp"

namespace octet {

/// A signed code of four bits; a byte holds two, the first in its low half.
struct int4 {};

/// A code whose real value depends on the tensor's zero point, which is subtracted as it is read.
template <class Code>
struct asymmetric {};

/// Codes of four bits, unpacked as they are read.
template <>
class elements<const int4> {
 public:
  constexpr elements() = default;

  static constexpr elements in_bytes(const std::uint8_t* bytes) {
    elements e;
    e.bytes_ = bytes;
    return e;
  }

  constexpr explicit operator bool() const { return bytes_ != nullptr; }

  constexpr std::int8_t operator[](std::size_t i) const {
    const std::size_t at = first_ + i;
    const int nibble = (bytes_[at / 2] >> (at % 2 * 4)) & 15;
    return static_cast<std::int8_t>((nibble ^ 8) - 8);
  }

  constexpr elements operator+(std::size_t n) const {
    elements e = *this;
    e.first_ += n;
    return e;
  }

 private:
  const std::uint8_t* bytes_ = nullptr;
  std::size_t first_ = 0;
};

/// Codes less their zero point.
template <class Code>
class elements<const asymmetric<Code>> {
 public:
  constexpr elements() = default;
  constexpr elements(elements<const Code> codes, std::int32_t zero_point)
      : codes_(codes), zero_point_(zero_point) {}

  constexpr explicit operator bool() const { return static_cast<bool>(codes_); }
  constexpr std::int32_t operator[](std::size_t i) const { return codes_[i] - zero_point_; }
  constexpr elements operator+(std::size_t n) const { return {codes_ + n, zero_point_}; }

 private:
  elements<const Code> codes_{};
  std::int32_t zero_point_ = 0;
};

}  // namespace octet
