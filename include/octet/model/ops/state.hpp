// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What operators that remember share at load: checks of their state and weights.
#pragma once

#include <cstdint>

#include "octet/model/ops/geometry.hpp"
#include "octet/model/ops/support.hpp"

namespace octet::ops {

/// A tensor of type T with `rows` times `columns` elements that keeps its values from run to run.
template <class T>
constexpr refusal check_state(const prepare_context& c, const tensor_info& t, std::int32_t rows,
                              std::int32_t columns) {
  if (t.type != type_of<T>) return c.fail(errc::unsupported_type, t.index);
  if (!t.is_variable || t.is_constant()) return c.fail(errc::variable_expected, t.index);
  const std::int64_t count = std::int64_t{rows} * columns;
  if (static_cast<std::int64_t>(t.shape.count()) != count)
    return c.fail(errc::shape_mismatch, t.index);
  return {};
}

/// A matrix of weights of type T, see check_weights.
template <class T>
constexpr refusal check_matrix(const prepare_context& c, const tensor_info& t, std::int32_t rows,
                               std::int32_t columns) {
  if (refusal r = check_weights<T>(c, t)) return r;
  if (t.shape.rank != 2 || t.shape[0] != rows || t.shape[1] != columns)
    return c.fail(errc::shape_mismatch, t.index);
  return {};
}

/// Codes of type T of one scale, and symmetric: weights of a matrix.
template <class T>
constexpr refusal check_symmetric(const prepare_context& c, const tensor_info& t) {
  if (refusal r = check_codes<T>(c, t)) return r;
  return t.zero_point() == 0 ? refusal{} : c.fail(errc::bad_zero_point, t.index);
}

}  // namespace octet::ops
