// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// flatbuffer_writer: appends tables and vectors to bytes, in constant evaluation too.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>

namespace octet {

/// A field of a table: four bytes, of which smaller numbers take the first ones. An offset is 0
/// until its target is linked. Fields with number `absent` are left out.
struct flatbuffer_field {
  static constexpr int absent = -1;

  int number = absent;
  std::uint32_t bits = 0;
};

/// Appends to the caller's bytes; without any it measures: size() grows just the same. A table or a
/// vector is written after what points to it, and linked to its place there.
class flatbuffer_writer {
 private:
  // In front of its callers: clang 14 instantiates in this order.
  template <class T>
  constexpr void store(std::size_t at, T value) {
    if (memory_.empty()) return;
    const auto raw = std::bit_cast<std::array<std::uint8_t, sizeof(T)>>(value);
    for (std::size_t i = 0; i < raw.size(); ++i) memory_[at + i] = raw[i];
  }

 public:
  /// Where the fields of a table lie, by number.
  using places = std::array<std::size_t, 9>;

  constexpr explicit flatbuffer_writer(std::span<std::uint8_t> memory = {}) : memory_(memory) {}

  constexpr std::size_t size() const { return size_; }

  template <class T>
  constexpr void put(T value) {
    store(size_, value);
    size_ += sizeof(T);
  }

  /// Zeros until `behind` bytes more end at a multiple of `alignment`.
  constexpr void align(std::size_t alignment, std::size_t behind = 0) {
    while ((size_ + behind) % alignment != 0) put(std::uint8_t{0});
  }

  /// A table that the offset at `from` points to.
  constexpr places table(std::size_t from, std::span<const flatbuffer_field> fields) {
    int count = 0;
    std::uint16_t bytes = 4;
    for (const flatbuffer_field& f : fields) {
      if (f.number == flatbuffer_field::absent) continue;
      count = f.number + 1 > count ? f.number + 1 : count;
      bytes = static_cast<std::uint16_t>(bytes + 4);
    }
    const auto vtable_bytes = static_cast<std::uint16_t>(4 + 2 * count);
    align(4, vtable_bytes);
    const std::size_t vtable = size_;
    const std::size_t start = vtable + vtable_bytes;
    places where{};
    put(vtable_bytes);
    put(bytes);
    size_ = start;
    store(from, static_cast<std::uint32_t>(start - from));
    put(static_cast<std::int32_t>(vtable_bytes));
    for (const flatbuffer_field& f : fields) {
      if (f.number == flatbuffer_field::absent) continue;
      const auto number = static_cast<std::size_t>(f.number);
      where[number] = size_;
      store(vtable + 4 + 2 * number, static_cast<std::uint16_t>(size_ - start));
      put(f.bits);
    }
    return where;
  }
  constexpr places table(std::size_t from, std::initializer_list<flatbuffer_field> fields) {
    return table(from, std::span{fields.begin(), fields.size()});
  }

  /// A vector that the offset at `from` points to.
  template <class T, std::size_t N>
  constexpr void vector(std::size_t from, std::span<const T, N> values) {
    begin_vector(from, values.size(), sizeof(T));
    for (const T& value : values) put(value);
  }

  /// The bytes of values as a vector of bytes, which begin at a multiple of `alignment`.
  template <class T, std::size_t N>
  constexpr void bytes_of(std::size_t from, std::span<const T, N> values, std::size_t alignment) {
    begin_vector(from, values.size_bytes(), alignment);
    for (const T& value : values) put(value);
  }

  /// A vector of `count` offsets, to be linked; where the first lies.
  constexpr std::size_t offsets(std::size_t from, std::size_t count) {
    begin_vector(from, count, 4);
    const std::size_t first = size_;
    for (std::size_t i = 0; i < count; ++i) put(std::uint32_t{0});
    return first;
  }

 private:
  constexpr void begin_vector(std::size_t from, std::size_t count, std::size_t alignment) {
    align(alignment < 4 ? 4 : alignment, 4);
    store(from, static_cast<std::uint32_t>(size_ - from));
    put(static_cast<std::uint32_t>(count));
  }

  std::span<std::uint8_t> memory_;
  std::size_t size_ = 0;
};

}  // namespace octet
