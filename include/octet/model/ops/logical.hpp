// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// LOGICAL_AND, LOGICAL_OR and LOGICAL_NOT in a model; the logic is in kernels/logical.hpp.
#pragma once

#include <cstdint>

#include "octet/model/ops/comparison.hpp"

namespace octet::ops {

struct logical_and : comparison_entry<builtin::logical_and, bool, octet::logical_and> {};
struct logical_or : comparison_entry<builtin::logical_or, bool, octet::logical_or> {};

struct logical_not : entry<builtin::logical_not, bool> {
  using data = tensor_map;
  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    return read_map<bool>(c);
  }

  template <class Backend>
  static constexpr void run(const data& d, const run_context& c) {
    octet::logical_not<Backend>(map_args<logical_not_args, std::uint8_t>(d, c));
  }
};

}  // namespace octet::ops
