// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// NumPy .npy files, versions 1 to 3: the data format of calibration samples, labels and outputs.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "octet/convert/file.hpp"
#include "octet/convert/npy_file.hpp"
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

/// Reads an array.
///
/// errors   as npy_file
inline npy_array read_npy(const std::filesystem::path& path) {
  npy_file file(path);
  npy_array array{.type = file.type(), .shape = file.shape(), .bytes = {}};
  array.bytes.resize(file.bytes());
  file.read(0, array.bytes);
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
