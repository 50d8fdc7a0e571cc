// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// elements<T>: a pointer to tensor elements that also works in constant evaluation over plain
// bytes.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace octet {

/// The elements of a tensor, without a size (the shape beside it has that).
///
/// At run time this is a T*. The compiler cannot reinterpret the bytes of a model or an arena as T
/// in constant evaluation, so there the elements are assembled from bytes instead; that is what
/// lets one reader, one planner and one kernel serve both. The host is little endian, as .tflite
/// files are.
template <class T>
class elements {
  using byte_type = std::conditional_t<std::is_const_v<T>, const std::uint8_t, std::uint8_t>;
  using value_type = std::remove_const_t<T>;
  static_assert(std::is_trivially_copyable_v<value_type>);
  static_assert(std::endian::native == std::endian::little, "octet reads .tflite data in place");

 public:
  constexpr elements() = default;
  constexpr elements(T* typed) : typed_(typed) {}

  /// Elements stored in bytes; at run time these must be aligned for T (load checks that), numbers
  /// of 8 bytes that are only read to 4.
  static constexpr elements in_bytes(byte_type* bytes) {
    elements e;
    if (std::is_constant_evaluated()) {
      e.bytes_ = bytes;
    } else {
      e.typed_ = reinterpret_cast<T*>(bytes);
    }
    return e;
  }

  constexpr operator elements<const value_type>() const requires(!std::is_const_v<T>) {
    elements<const value_type> e;
    e.typed_ = typed_;
    if (is_in_bytes()) e.bytes_ = bytes_;
    return e;
  }

  constexpr explicit operator bool() const {
    return typed_ != nullptr || (is_in_bytes() && bytes_ != nullptr);
  }

  constexpr value_type operator[](std::size_t i) const {
    if (is_in_bytes()) {
      std::array<std::uint8_t, sizeof(value_type)> raw{};
      for (std::size_t b = 0; b < raw.size(); ++b) raw[b] = bytes_[i * raw.size() + b];
      return std::bit_cast<value_type>(raw);
    }
    if constexpr (std::is_const_v<T> && std::is_arithmetic_v<value_type> && sizeof(T) > 4) {
      // Flatbuffers promise that data lies at multiples of 4, and some files keep no more of it.
      if (!std::is_constant_evaluated()) {
        value_type value{};
        const auto* bytes = reinterpret_cast<const std::uint8_t*>(typed_);
        __builtin_memcpy(&value, bytes + i * sizeof(T), sizeof(T));
        return value;
      }
    }
    return typed_[i];
  }

  constexpr void store(std::size_t i, const value_type& value) const requires(!std::is_const_v<T>) {
    if (is_in_bytes()) {
      const auto raw = std::bit_cast<std::array<std::uint8_t, sizeof(value_type)>>(value);
      for (std::size_t b = 0; b < raw.size(); ++b) bytes_[i * raw.size() + b] = raw[b];
      return;
    }
    typed_[i] = value;
  }

  /// Calls change(element i) for it to be changed in place; the compiler does so in a copy.
  constexpr void change(std::size_t i, auto change) const requires(!std::is_const_v<T>) {
    if (is_in_bytes()) {
      value_type value = (*this)[i];
      change(value);
      store(i, value);
    } else {
      change(typed_[i]);
    }
  }

  /// The elements from number n on; n = 0 where there are none.
  constexpr elements operator+(std::size_t n) const {
    elements e;
    if (is_in_bytes()) {
      if (bytes_ != nullptr) e.bytes_ = bytes_ + n * sizeof(value_type);
    } else {
      e.typed_ = typed_ + n;
    }
    return e;
  }

  /// The plain pointer for SIMD code and spans; null in constant evaluation over bytes.
  constexpr T* data() const { return typed_; }

 private:
  template <class U>
  friend class elements;

  /// By the pointer that is null then: g++ with -fsanitize=undefined cannot tell in constant
  /// evaluation that the other one, to an inline variable, is not.
  constexpr bool is_in_bytes() const { return std::is_constant_evaluated() && typed_ == nullptr; }

  T* typed_ = nullptr;
  byte_type* bytes_ = nullptr;
};

}  // namespace octet
