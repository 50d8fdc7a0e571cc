// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Checks the references of HDF5 attributes into heaps, which libhdf5 1.10 follows blindly.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace octet::convert::hdf5 {

/// Text of variable length lies in a heap of the file, and an attribute refers to it by the heap's
/// address and the number of the object. In a damaged file libhdf5 reads past its memory there, or
/// never ends; so the references are looked up beforehand.
///
/// source   HDF5 file format specification 3.0: attribute message, global heap
class heap_check {
 public:
  explicit heap_check(std::span<const std::uint8_t> file)
      : file_(reinterpret_cast<const char*>(file.data()), file.size()) {}

  /// Whether all attributes of this name, of whichever object, refer to text that is there.
  bool is_sound(const std::string& attribute) const {
    if (!has_wide_addresses()) return false;
    bool found = false;
    const std::string name = attribute + '\0';
    for (std::size_t at = 0; (at = file_.find(name, at)) != file_.npos; at += name.size()) {
      const std::optional<references> r = find_references(at, name.size());
      if (!r) continue;
      found = true;
      for (std::uint64_t i = 0; i < r->count; ++i) {
        if (!is_sound_reference(r->at + i * reference_size)) return false;
      }
    }
    return found;
  }

 private:
  static constexpr std::size_t reference_size = 16;  // length 4, heap address 8, object number 4
  struct references {
    std::size_t at;
    std::uint64_t count;
  };

  /// A little-endian number; what lies past the end is 0.
  std::uint64_t number(std::size_t at, std::size_t bytes) const {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes && at + i < file_.size(); ++i)
      value |= std::uint64_t{static_cast<std::uint8_t>(file_[at + i])} << (8 * i);
    return value;
  }

  /// Addresses and lengths of 8 bytes, which is what everybody writes: the superblock says so.
  bool has_wide_addresses() const {
    const std::size_t at = number(8, 1) < 2 ? 13 : 9;
    return number(at, 1) == 8 && number(at + 1, 1) == 8;
  }

  /// The data of the attribute message whose name begins here; none where this is no attribute, or
  /// one without text of variable length.
  std::optional<references> find_references(std::size_t name, std::size_t name_size) const {
    if (name < 9) return std::nullopt;
    const bool is_third = number(name - 9, 1) == 3 && number(name - 7, 2) == name_size;
    const std::size_t sizes = is_third ? name - 7 : name - 6;
    const std::uint64_t version = is_third ? 3 : number(name - 8, 1);
    if (number(sizes, 2) != name_size || version < 1 || version > 3) return std::nullopt;
    const auto padded = [&](std::uint64_t n) { return version == 1 ? (n + 7) / 8 * 8 : n; };
    const std::size_t type = name + padded(name_size);
    const std::size_t space = type + padded(number(sizes + 2, 2));
    const std::size_t data = space + padded(number(sizes + 4, 2));
    constexpr std::uint64_t variable_length = 9, text = 1;
    const bool is_text = (number(type, 1) & 15) == variable_length &&
                         (number(type + 1, 1) & 15) == text &&
                         number(type + 4, 4) == reference_size && number(type + 12, 4) == 1;
    if (!is_text) return std::nullopt;
    const std::size_t first_size = space + (number(space, 1) == 1 ? 8 : 4);
    std::uint64_t count = 1;
    for (std::uint64_t i = 0; i < number(space + 1, 1); ++i) {
      count *= number(first_size + i * 8, 8);
      // More than the file holds: is_sound_reference finds the end of the file.
      if (count > file_.size()) break;
    }
    return references{data, count};
  }

  bool is_sound_reference(std::size_t at) const {
    if (at + reference_size > file_.size()) return false;
    const std::uint64_t length = number(at, 4), heap = number(at + 4, 8);
    const std::uint64_t object = number(at + 12, 4);
    return length == 0 || heap == 0 || has_object(heap, object, length);
  }

  /// Whether the heap is whole and has the object, of this length at least.
  bool has_object(std::uint64_t heap, std::uint64_t object, std::uint64_t length) const {
    constexpr std::uint64_t header = 16;  // of the heap, and of each object in it
    if (heap >= file_.size() || file_.substr(heap, 5) != std::string_view("GCOL\1", 5))
      return false;
    const std::uint64_t size = number(heap + 8, 8);
    if (size > file_.size() - heap) return false;
    bool found = false;
    for (std::uint64_t at = header; at + header <= size;) {
      const std::uint64_t index = number(heap + at, 2), stored = number(heap + at + 8, 8);
      if (stored > size) return false;
      // Object 0 is the free space, whose size has its header in it.
      const std::uint64_t taken = index == 0 ? stored : header + (stored + 7) / 8 * 8;
      if (taken < header || taken > size - at) return false;
      found = found || (index != 0 && index == object && stored >= length);
      at += taken;
    }
    return found;
  }

  std::string_view file_;
};

}  // namespace octet::convert::hdf5
