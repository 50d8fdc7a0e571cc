// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// A NumPy .npy file that is read piece by piece, however large it is.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <ios>
#include <istream>
#include <limits>
#include <memory>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "octet/convert/file.hpp"
#include "octet/model/tensor_type.hpp"

namespace octet::convert {

namespace detail {

struct npy_type {
  std::string_view descr;
  tensor_type type;
};
inline constexpr npy_type npy_types[] = {
    {"<f4", tensor_type::float32}, {"<f2", tensor_type::float16}, {"<f8", tensor_type::float64},
    {"|i1", tensor_type::int8},    {"|u1", tensor_type::uint8},   {"|b1", tensor_type::boolean},
    {"<i2", tensor_type::int16},   {"<u2", tensor_type::uint16},  {"<i4", tensor_type::int32},
    {"<u4", tensor_type::uint32},  {"<i8", tensor_type::int64},   {"<u8", tensor_type::uint64},
};

/// The text after 'key': in a header such as {'descr': '<f4', 'fortran_order': False, 'shape': (3,
/// 4), }.
inline std::string_view npy_value(std::string_view header, std::string_view key,
                                  const std::string& name) {
  const std::size_t at = header.find("'" + std::string(key) + "'");
  const std::size_t colon = at == std::string_view::npos ? at : header.find(':', at);
  if (colon == std::string_view::npos)
    throw std::runtime_error(name + ": .npy header has no " + std::string(key));
  std::string_view value = header.substr(colon + 1);
  value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
  return value;
}

inline std::vector<std::size_t> npy_shape(std::string_view value, const std::string& name) {
  const std::size_t close = value.find(')');
  if (value.empty() || value[0] != '(' || close == std::string_view::npos) {
    throw std::runtime_error(name + ": .npy header has a malformed shape");
  }
  std::vector<std::size_t> shape;
  const char* p = value.data() + 1;
  const char* const end = value.data() + close;
  while (p < end) {
    if (*p == ' ' || *p == ',') {
      ++p;
      continue;
    }
    std::size_t size = 0;
    const auto [next, failed] = std::from_chars(p, end, size);
    if (failed != std::errc{})
      throw std::runtime_error(name + ": .npy header has a malformed shape");
    shape.push_back(size);
    p = next;
  }
  return shape;
}

}  // namespace detail

/// The array of a .npy file, versions 1 to 3, little endian and in C order. Its header is in
/// memory, its elements stay in the file.
///
/// memory   a buffer of the standard library; all of it where the file is a pipe
class npy_file {
 public:
  /// errors   std::runtime_error that names the file: not .npy, big endian or unknown type, Fortran
  ///          order, data shorter or longer than the shape says
  explicit npy_file(const std::filesystem::path& path) : name_(path.string()), in_(open(path)) {
    in_->seekg(0, std::ios::end);
    const auto size = static_cast<std::uint64_t>(in_->tellg());
    parse(read_header(size));
    bytes_ = size_of(type_);
    for (const std::size_t s : shape_) {
      if (s != 0 && bytes_ > std::numeric_limits<std::size_t>::max() / s)
        throw fail("shape is too large");
      bytes_ *= s;
    }
    if (size - start_ != bytes_)
      throw fail("holds " + std::to_string(size - start_) + " bytes of data; its shape says " +
                 std::to_string(bytes_));
  }

  const std::string& name() const { return name_; }
  tensor_type type() const { return type_; }
  const std::vector<std::size_t>& shape() const { return shape_; }
  /// Of all elements.
  std::size_t bytes() const { return bytes_; }
  std::size_t count() const { return bytes_ / size_of(type_); }
  /// Sizes along the first axis, and what one of them has.
  std::size_t samples() const { return shape_.empty() ? 1 : shape_[0]; }
  std::size_t bytes_per_sample() const { return samples() == 0 ? 0 : bytes_ / samples(); }

  /// Copies the bytes from `first` on; no more than there are.
  ///
  /// errors   std::runtime_error: the file has become shorter, or cannot be read
  void read(std::size_t first, std::span<std::uint8_t> into) { read_at(start_ + first, into); }

 private:
  static std::unique_ptr<std::istream> open(const std::filesystem::path& path) {
    std::error_code ignored;
    if (std::filesystem::is_regular_file(path, ignored)) {
      auto in = std::make_unique<std::ifstream>(path, std::ios::binary);
      if (!*in) throw std::runtime_error(path.string() + ": cannot be opened");
      return in;
    }
    const std::vector<std::uint8_t> all = read_file(path);  // a pipe goes past once
    return std::make_unique<std::istringstream>(std::string(all.begin(), all.end()));
  }

  std::runtime_error fail(const std::string& what) const {
    return std::runtime_error(name_ + ": " + what);
  }

  void read_at(std::uint64_t first, std::span<std::uint8_t> into) {
    in_->clear();
    in_->seekg(static_cast<std::streamoff>(first));
    in_->read(reinterpret_cast<char*>(into.data()), static_cast<std::streamsize>(into.size()));
    if (!*in_) throw fail("cannot be read to its end");
  }

  /// The text of the header; sets where the data start.
  std::string read_header(std::uint64_t size) {
    std::array<std::uint8_t, 12> head{};
    if (size >= 10) read_at(0, std::span(head).first(10));
    if (size < 10 || std::memcmp(head.data(), "\x93NUMPY", 6) != 0)
      throw fail("is not a .npy file");
    // Version 1 has a 16-bit header length, later versions 32 bits.
    start_ = head[6] > 1 ? 12 : 10;
    if (size < start_) throw fail("is not a .npy file");
    read_at(0, std::span(head).first(start_));
    std::size_t length = 0;
    for (std::size_t i = start_; i > 8; --i) length = length << 8 | head[i - 1];
    if (length > size - start_) throw fail(".npy header is truncated");
    std::vector<std::uint8_t> text(length);
    read_at(start_, text);
    start_ += length;
    return {text.begin(), text.end()};
  }

  void parse(std::string_view header) {
    const std::string_view descr = detail::npy_value(header, "descr", name_);
    const auto* known = std::find_if(
        std::begin(detail::npy_types), std::end(detail::npy_types),
        [&](const auto& t) { return descr.substr(0, 5) == "'" + std::string(t.descr) + "'"; });
    if (known == std::end(detail::npy_types))
      throw fail(
          "element type is not supported; save it as float32 or an integer type, little endian");
    type_ = known->type;
    if (detail::npy_value(header, "fortran_order", name_).substr(0, 5) != "False")
      throw fail("is in Fortran order; save it in C order");
    shape_ = detail::npy_shape(detail::npy_value(header, "shape", name_), name_);
  }

  std::string name_;
  std::unique_ptr<std::istream> in_;
  tensor_type type_ = tensor_type::float32;
  std::vector<std::size_t> shape_;
  std::size_t start_ = 0;  ///< of the data in the file
  std::size_t bytes_ = 0;
};

}  // namespace octet::convert
