// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What the float operators' load-time code shares.
#pragma once

#include <cstddef>

#include "octet/model/ops/support.hpp"

namespace octet::float_ops {

/// The first `inputs` inputs and every output hold floats.
inline error check_floats(const prepare_context& c, std::size_t inputs) {
  for (std::size_t i = 0; i < inputs; ++i) {
    if (c.input(i).type != tensor_type::float32) {
      return c.fail(errc::unsupported_type, c.input(i).index);
    }
  }
  for (std::size_t o = 0; o < c.output_count(); ++o) {
    if (c.output(o).type != tensor_type::float32) {
      return c.fail(errc::unsupported_type, c.output(o).index);
    }
  }
  return {};
}

}  // namespace octet::float_ops
