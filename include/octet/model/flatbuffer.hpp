// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Bounds-checked FlatBuffers reader: every access is total, so no file can make it read outside its
// bytes.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

#include "octet/core/elements.hpp"

namespace octet::flatbuffer {

/// The file. Its size is compared with differences, not sums, which 32 bits could not hold.
using bytes = std::span<const std::uint8_t>;

/// Whether `count` bytes from `position` on lie in the file.
constexpr bool holds(bytes file, std::size_t position, std::size_t count) {
  return position <= file.size() && file.size() - position >= count;
}

namespace detail {

/// A number of a file that holds it, at any alignment.
template <class T>
constexpr T load(const std::uint8_t* from) {
  std::array<std::uint8_t, sizeof(T)> raw{};
  if (std::is_constant_evaluated()) {
    for (std::size_t i = 0; i < raw.size(); ++i) raw[i] = from[i];
  } else {
    __builtin_memcpy(raw.data(), from, raw.size());
  }
  return std::bit_cast<T>(raw);
}

}  // namespace detail

/// A number; 0 where the file does not hold it.
template <class T>
constexpr T read(bytes file, std::size_t position) {
  return holds(file, position, sizeof(T)) ? detail::load<T>(file.data() + position) : T{};
}

/// Where the offset at `position` points to; the end of the file where that is outside.
constexpr std::size_t follow(bytes file, std::size_t position) {
  const auto offset = read<std::uint32_t>(file, position);
  return position <= file.size() && offset <= file.size() - position ? position + offset
                                                                     : file.size();
}

/// A vector of scalars; empty where it is absent or does not lie inside the file.
template <class T>
class vector {
 public:
  constexpr vector() = default;
  constexpr vector(bytes file, std::size_t position) : file_(file.data()) {
    const auto n = read<std::uint32_t>(file, position);
    intact_ =
        holds(file, position, sizeof(n)) && (file.size() - position - sizeof(n)) / sizeof(T) >= n;
    if (!intact_) return;
    first_ = position + sizeof(n);
    size_ = n;
  }

  constexpr std::size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }
  /// False where the file promises a vector that it does not hold.
  constexpr bool intact() const { return intact_; }
  /// Position of the first element in the file.
  constexpr std::size_t position() const { return first_; }
  constexpr T operator[](std::size_t i) const {
    return i < size_ ? detail::load<T>(file_ + first_ + i * sizeof(T)) : T{};
  }

 private:
  const std::uint8_t* file_ = nullptr;
  std::size_t first_ = 0;
  std::size_t size_ = 0;
  bool intact_ = true;
};

class table_vector;

/// A table; one that is absent or does not lie inside the file has no fields.
class table {
 public:
  constexpr table() = default;
  constexpr table(bytes file, std::size_t position) {
    // Backward and, as the number is signed, forward too; in front of the file it wraps to behind
    // it.
    const std::size_t vtable =
        position - static_cast<std::size_t>(read<std::int32_t>(file, position));
    if (position == 0 || !holds(file, position, 4) || !holds(file, vtable, 4)) return;
    const auto vtable_size = read<std::uint16_t>(file, vtable);
    const auto table_size = read<std::uint16_t>(file, vtable + 2);
    if (vtable_size < 4 || !holds(file, vtable, vtable_size)) return;
    if (table_size < 4 || !holds(file, position, table_size)) return;
    file_ = file;
    position_ = position;
    vtable_ = vtable;
    vtable_size_ = vtable_size;
    table_size_ = table_size;
  }

  constexpr bool valid() const { return table_size_ != 0; }

  template <class T>
  constexpr T scalar(int field, T otherwise) const {
    const std::size_t offset = field_offset(field, sizeof(T));
    return offset == 0 ? otherwise : read<T>(file_, offset);
  }

  template <class T>
  constexpr vector<T> vector_of(int field) const {
    const std::size_t target = indirect(field);
    return target == 0 ? vector<T>{} : vector<T>{file_, target};
  }

  constexpr table child(int field) const {
    const std::size_t target = indirect(field);
    return target == 0 ? table{} : table{file_, target};
  }

  constexpr table_vector tables(int field) const;

  /// The string's characters as bytes of the file.
  constexpr vector<std::uint8_t> string(int field) const { return vector_of<std::uint8_t>(field); }

 private:
  constexpr std::size_t field_offset(int field, std::size_t size) const {
    const std::size_t slot = 4 + 2 * static_cast<std::size_t>(field);
    if (slot + 2 > vtable_size_) return 0;
    const std::uint16_t offset = read<std::uint16_t>(file_, vtable_ + slot);
    if (offset < 4 || offset + size > table_size_) return 0;
    return position_ + offset;
  }

  constexpr std::size_t indirect(int field) const {
    const std::size_t at = field_offset(field, sizeof(std::uint32_t));
    return at == 0 ? 0 : follow(file_, at);
  }

  bytes file_{};
  std::size_t position_ = 0;
  std::size_t vtable_ = 0;
  std::uint16_t vtable_size_ = 0;
  std::uint16_t table_size_ = 0;
};

/// A vector of tables.
class table_vector {
 public:
  constexpr table_vector() = default;
  constexpr table_vector(bytes file, vector<std::uint32_t> offsets)
      : file_(file), offsets_(offsets) {}

  constexpr std::size_t size() const { return offsets_.size(); }
  constexpr bool intact() const { return offsets_.intact(); }
  constexpr table operator[](std::size_t i) const {
    if (i >= offsets_.size()) return {};
    return {file_, follow(file_, offsets_.position() + 4 * i)};
  }

 private:
  bytes file_{};
  vector<std::uint32_t> offsets_{};
};

constexpr table_vector table::tables(int field) const {
  return {file_, vector_of<std::uint32_t>(field)};
}

/// The root table of a file.
constexpr table root(bytes file) { return {file, read<std::uint32_t>(file, 0)}; }

}  // namespace octet::flatbuffer
