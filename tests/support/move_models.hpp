// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Models of one operator that moves elements: short words for their tensors, and runs by value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "octet/model/plan.hpp"
#include "octet/model/tensor_type.hpp"
#include "support/one_operator_model.hpp"

namespace octet_test {

using int_list = std::vector<std::int32_t>;

/// A tensor without parameters that is computed or given at run time.
inline model_tensor plain(octet::tensor_type type, int_list shape) {
  return {.type = type, .shape = std::move(shape)};
}

inline model_tensor int32s(int_list shape) {
  return plain(octet::tensor_type::int32, std::move(shape));
}

/// A constant int32 vector.
inline model_tensor indices(const int_list& values) {
  return {.type = octet::tensor_type::int32,
          .shape = {static_cast<std::int32_t>(values.size())},
          .data = bytes_of(values)};
}

/// A constant int32 tensor.
inline model_tensor indices(int_list shape, const int_list& values) {
  return {.type = octet::tensor_type::int32, .shape = std::move(shape), .data = bytes_of(values)};
}

/// Loads and runs models with these operators alone.
template <class... Entries>
struct loaded_with {
  using ops = octet::op_list<Entries...>;

  static octet::errc error(const one_operator_model& model) { return load_error<ops>(model); }

  static auto run(const one_operator_model& model,
                  const std::vector<std::vector<std::uint8_t>>& inputs) {
    return run_model<ops>(model, inputs);
  }

  /// A model with int32 elements; empty where it does not load or run.
  static int_list run_int32(const one_operator_model& model, const std::vector<int_list>& inputs) {
    std::vector<std::vector<std::uint8_t>> raw;
    for (const int_list& values : inputs) raw.push_back(bytes_of(values));
    const auto bytes = run(model, raw);
    if (!bytes) return {};
    int_list values(bytes->size() / sizeof(std::int32_t));
    if (!values.empty()) std::memcpy(values.data(), bytes->data(), bytes->size());
    return values;
  }
};

}  // namespace octet_test
