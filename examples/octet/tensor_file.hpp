// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Files with the inputs or outputs of a model: raw bytes or .npy.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "octet/convert/error.hpp"
#include "octet/convert/file.hpp"
#include "octet/convert/npy.hpp"
#include "octet/model/graph.hpp"

inline bool is_npy(const std::string& path) { return path.ends_with(".npy"); }

/// The bytes of the samples one after another. A .npy file must hold what the model's one tensor
/// is made of; `kind` is what the message calls it, "input" or "output".
inline std::vector<std::uint8_t> read_tensors(
    const std::string& path, const octet::graph& model,
    const octet::flatbuffer::vector<std::int32_t>& tensors, const std::string& kind) {
  if (!is_npy(path)) return octet::convert::read_file(path);
  if (tensors.size() != 1) {
    throw std::runtime_error(path + ": .npy holds one tensor, the model has " +
                             std::to_string(tensors.size()) + " " + kind + "s; give raw bytes");
  }
  const octet::tensor_info t = model.tensor(tensors[0]);
  octet::convert::npy_array array = octet::convert::read_npy(path);
  if (array.type != t.type) {
    throw std::runtime_error(path + ": holds " + std::string(name_of(array.type)) +
                             ", the model's " + kind + " is " + std::string(name_of(t.type)));
  }
  // Samples one by one, or whole batches as the model takes them: both are the same bytes.
  if (array.count() != 0 && t.shape.count() % (array.count() / array.samples()) != 0) {
    throw std::runtime_error(
        path + ": a sample has " + std::to_string(array.count() / array.samples()) +
        " elements, the model's " + kind + " " + octet::convert::to_string(t.shape) + " has " +
        std::to_string(t.shape.count()));
  }
  return std::move(array.bytes);
}
