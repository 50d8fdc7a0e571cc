// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Samples for calibration and validation: real values, as the float model takes them.
#pragma once

#include <cstddef>
#include <cstring>
#include <filesystem>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "octet/convert/error.hpp"
#include "octet/convert/npy.hpp"

namespace octet::convert {

/// Samples of equal size, one after another.
class samples {
 public:
  /// path     .npy of float32 or float64, first axis the sample
  /// size     values that the model takes
  /// errors   convert_error or std::runtime_error naming the file: not .npy, another type, samples
  /// of
  ///          another size, none at all
  samples(const std::filesystem::path& path, std::size_t size) : size_(size) {
    const npy_array array = read_npy(path);
    const std::string name = path.string();
    if (array.type == tensor_type::float32) {
      values_.resize(array.count());
      if (!values_.empty()) std::memcpy(values_.data(), array.bytes.data(), array.bytes.size());
    } else if (array.type == tensor_type::float64) {
      values_.resize(array.count());
      for (std::size_t i = 0; i < values_.size(); ++i) {
        double value = 0;
        std::memcpy(&value, array.bytes.data() + i * sizeof value, sizeof value);
        values_[i] = static_cast<float>(value);
      }
    } else {
      throw convert_error(name + ": holds " + std::string(name_of(array.type)) +
                          "; samples are the real values that the float model takes, as float32");
    }
    if (array.shape.empty() || array.samples() == 0)
      throw convert_error(name + ": holds no sample");
    if (array.count() / array.samples() != size) {
      throw convert_error(name + ": a sample has " +
                          std::to_string(array.count() / array.samples()) +
                          " values, the model takes " + std::to_string(size));
    }
  }

  std::size_t count() const { return values_.size() / size_; }
  std::span<const float> operator[](std::size_t i) const {
    return std::span{values_}.subspan(i * size_, size_);
  }
  /// The first n samples.
  std::vector<std::span<const float>> first(std::size_t n) const {
    std::vector<std::span<const float>> all;
    for (std::size_t i = 0; i < n; ++i) all.push_back((*this)[i]);
    return all;
  }

 private:
  std::size_t size_;
  std::vector<float> values_;
};

}  // namespace octet::convert
