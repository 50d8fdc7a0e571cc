// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// NumPy .npy files, versions 1 to 3: the data format of calibration samples, labels and outputs.
#pragma once

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "octet/convert/file.hpp"
#include "octet/model/tensor_type.hpp"

namespace octet::convert {

/// An array in C order; the first axis is the sample.
struct npy_array {
  tensor_type type = tensor_type::float32;
  std::vector<std::size_t> shape;
  std::vector<std::uint8_t> bytes;

  std::size_t samples() const { return shape.empty() ? 1 : shape[0]; }
  std::size_t count() const {
    std::size_t n = 1;
    for (const std::size_t s : shape) n *= s;
    return n;
  }
  std::size_t bytes_per_sample() const { return samples() == 0 ? 0 : bytes.size() / samples(); }
  std::span<const std::uint8_t> sample(std::size_t i) const {
    return std::span{bytes}.subspan(i * bytes_per_sample(), bytes_per_sample());
  }
};

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

/// Reads an array.
///
/// errors   std::runtime_error that names the file: not .npy, big endian or unknown type, Fortran
/// order,
///          data shorter or longer than the shape says
inline npy_array read_npy(const std::filesystem::path& path) {
  const std::string name = path.string();
  const std::vector<std::uint8_t> file = read_file(path);
  const auto fail = [&](const std::string& what) -> std::runtime_error {
    return std::runtime_error(name + ": " + what);
  };
  if (file.size() < 10 || std::memcmp(file.data(), "\x93NUMPY", 6) != 0)
    throw fail("is not a .npy file");
  // Version 1 has a 16-bit header length, later versions 32 bits.
  const bool wide = file[6] > 1;
  const std::size_t start = wide ? 12 : 10;
  if (file.size() < start) throw fail("is not a .npy file");
  std::size_t length = 0;
  for (std::size_t i = start; i > 8; --i) length = length << 8 | file[i - 1];
  if (length > file.size() - start) throw fail(".npy header is truncated");
  const std::string_view header{reinterpret_cast<const char*>(file.data()) + start, length};

  const std::string_view descr = detail::npy_value(header, "descr", name);
  const auto* known = std::find_if(
      std::begin(detail::npy_types), std::end(detail::npy_types),
      [&](const auto& t) { return descr.substr(0, 5) == "'" + std::string(t.descr) + "'"; });
  if (known == std::end(detail::npy_types))
    throw fail(
        "element type is not supported; save it as float32 or an integer type, little endian");
  if (detail::npy_value(header, "fortran_order", name).substr(0, 5) != "False") {
    throw fail("is in Fortran order; save it in C order");
  }
  npy_array array{.type = known->type,
                  .shape = detail::npy_shape(detail::npy_value(header, "shape", name), name),
                  .bytes = {}};
  std::size_t bytes = size_of(known->type);
  for (const std::size_t s : array.shape) {
    if (s != 0 && bytes > std::numeric_limits<std::size_t>::max() / s)
      throw fail("shape is too large");
    bytes *= s;
  }
  if (file.size() - start - length != bytes)
    throw fail("holds " + std::to_string(file.size() - start - length) +
               " bytes of data; its shape says " + std::to_string(bytes));
  array.bytes.assign(file.begin() + static_cast<std::ptrdiff_t>(start + length), file.end());
  return array;
}

/// Writes an array as version 1.0.
inline void write_npy(const std::filesystem::path& path, const npy_array& array) {
  const auto* known = std::find_if(std::begin(detail::npy_types), std::end(detail::npy_types),
                                   [&](const auto& t) { return t.type == array.type; });
  if (known == std::end(detail::npy_types))
    throw std::runtime_error(path.string() + ": element type has no .npy form");
  std::string header =
      "{'descr': '" + std::string(known->descr) + "', 'fortran_order': False, 'shape': (";
  for (const std::size_t s : array.shape) header += std::to_string(s) + ", ";
  if (array.shape.size() > 1) header.resize(header.size() - 2);
  header += "), }";
  // The data starts at a multiple of 64, the header ends in a newline (format description of
  // NumPy).
  while ((10 + header.size() + 1) % 64 != 0) header += ' ';
  header += '\n';
  std::string file = "\x93NUMPY";
  file += {'\x01', '\x00', static_cast<char>(header.size() & 0xFF),
           static_cast<char>(header.size() >> 8)};
  file += header;
  file.append(reinterpret_cast<const char*>(array.bytes.data()), array.bytes.size());
  write_file(path, file);
}

/// Labels as integers, from any integer type; the shape is (N) or (N, 1).
inline std::vector<std::int64_t> read_labels(const std::filesystem::path& path) {
  const npy_array a = read_npy(path);
  const std::size_t size = size_of(a.type);
  const bool is_integer = a.type != tensor_type::float32 && a.type != tensor_type::float16 &&
                          a.type != tensor_type::float64;
  if (!is_integer) throw std::runtime_error(path.string() + ": labels must be integers");
  if (a.count() != a.samples())
    throw std::runtime_error(path.string() + ": labels must be one integer for each sample");
  const bool is_signed =
      a.type == tensor_type::int8 || a.type == tensor_type::int16 || a.type == tensor_type::int32;
  std::vector<std::int64_t> labels(a.samples());
  for (std::size_t i = 0; i < labels.size(); ++i) {
    std::uint64_t raw = 0;
    std::memcpy(&raw, a.bytes.data() + i * size, size);
    const auto unused = static_cast<int>(64 - 8 * size);
    labels[i] = is_signed ? static_cast<std::int64_t>(raw << unused) >> unused
                          : static_cast<std::int64_t>(raw);
  }
  return labels;
}

}  // namespace octet::convert
