// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// One-operator models with every operator of the device floors.
#include "support/one_operator_model.hpp"

#include <type_traits>

#include "octet/model/ops/all.hpp"

namespace octet_test {

namespace {
using all_operators = std::remove_const_t<decltype(octet::ops::all)>;
}

octet::errc load_error(const one_operator_model& model) { return load_error<all_operators>(model); }

std::optional<std::vector<std::uint8_t>> run_model(
    const one_operator_model& model, const std::vector<std::vector<std::uint8_t>>& inputs) {
  return run_model<all_operators>(model, inputs);
}

}  // namespace octet_test
