// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Samples for calibration and validation: real values, as the float model takes them.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "octet/convert/error.hpp"
#include "octet/convert/npy_file.hpp"

namespace octet::convert {

/// Samples of equal size in a file.
///
/// memory   one sample, however many there are
class samples {
 public:
  /// path     .npy of float32 or float64, first axis the sample
  /// size     values that the model takes
  /// errors   convert_error or std::runtime_error naming the file: not .npy, another type, samples
  ///          of another size, none at all
  samples(const std::filesystem::path& path, std::size_t size) : file_(path), sample_(size) {
    if (!is_double() && file_.type() != tensor_type::float32)
      throw convert_error(file_.name() + ": holds " + std::string(name_of(file_.type())) +
                          "; samples are the real values that the float model takes, as float32");
    if (file_.shape().empty() || count() == 0)
      throw convert_error(file_.name() + ": holds no sample");
    const std::size_t values = file_.count() / count();
    if (values != size)
      throw convert_error(file_.name() + ": a sample has " + std::to_string(values) +
                          " values, the model takes " + std::to_string(size));
    bytes_.resize(file_.bytes_per_sample());
  }

  std::size_t count() const { return file_.samples(); }

  /// The values of one, valid until the next call.
  ///
  /// errors   convert_error: a value is NaN or infinite; std::runtime_error: the file cannot be
  ///          read any more
  std::span<const float> operator[](std::size_t i) {
    file_.read(i * bytes_.size(), bytes_);
    if (is_double()) {
      for (std::size_t k = 0; k < sample_.size(); ++k) {
        double value = 0;
        std::memcpy(&value, bytes_.data() + k * sizeof value, sizeof value);
        sample_[k] = static_cast<float>(value);
      }
    } else if (!bytes_.empty()) {
      std::memcpy(sample_.data(), bytes_.data(), bytes_.size());
    }
    if (!std::ranges::all_of(sample_, [](float value) { return std::isfinite(value); }))
      throw convert_error(file_.name() + ": sample " + std::to_string(i) +
                          " has a value that is NaN or infinite");
    return sample_;
  }

  /// The first n in memory, or all if there are fewer.
  std::vector<std::vector<float>> first(std::size_t n) {
    std::vector<std::vector<float>> some;
    for (std::size_t i = 0; i < std::min(n, count()); ++i) {
      const std::span<const float> sample = (*this)[i];
      some.emplace_back(sample.begin(), sample.end());
    }
    return some;
  }

 private:
  bool is_double() const { return file_.type() == tensor_type::float64; }

  npy_file file_;
  std::vector<std::uint8_t> bytes_;
  std::vector<float> sample_;
};

}  // namespace octet::convert
