// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Random products of stacks of matrices, and the elements that an oracle multiplies.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "octet/core/extents.hpp"
#include "support/kernel_oracle.hpp"

namespace octet_test {

struct matmul_case {
  octet::shape x{}, y{}, output{};
  bool adjoint_x = false, adjoint_y = false;
  std::int32_t depth = 0;

  static matmul_case random(dice& d) {
    matmul_case c;
    c.adjoint_x = d.chance(2);
    c.adjoint_y = d.chance(2);
    c.depth = d.between(0, 9);
    const std::int32_t rows = d.between(d.chance(20) ? 0 : 1, 5), columns = d.between(1, 5);
    const std::int32_t batch = d.between(0, 3);
    // From the last axis outward: each operand has the size of the output, or 1, or no more axes.
    std::vector<std::int32_t> of_x{c.depth, rows}, of_y{columns, c.depth}, of_output{columns, rows};
    if (c.adjoint_x) std::swap(of_x[0], of_x[1]);
    if (c.adjoint_y) std::swap(of_y[0], of_y[1]);
    const std::int32_t axes_x = d.chance(2) ? batch : d.between(0, batch);
    const std::int32_t axes_y = axes_x < batch || d.chance(2) ? batch : d.between(0, batch);
    for (std::int32_t a = 0; a < batch; ++a) {
      const std::int32_t size = d.between(1, 3);
      const bool x_is_one = d.chance(4), y_is_one = d.chance(4);
      if (a < axes_x) of_x.push_back(x_is_one ? 1 : size);
      if (a < axes_y) of_y.push_back(y_is_one ? 1 : size);
      const std::int32_t from_x = a < axes_x ? of_x.back() : 1;
      const std::int32_t from_y = a < axes_y ? of_y.back() : 1;
      of_output.push_back(std::max(from_x, from_y));
    }
    c.x = from_end(of_x);
    c.y = from_end(of_y);
    c.output = from_end(of_output);
    return c;
  }

  /// Calls visit(i, of_x, of_y) for the elements that are multiplied for output element i.
  template <class Visit>
  void for_each_product(std::size_t i, Visit visit) const {
    const std::vector<std::int32_t> at = index_of(output, i);
    for (std::int32_t k = 0; k < depth; ++k) {
      visit(element(x, at, adjoint_x, at[at.size() - 2], k),
            element(y, at, adjoint_y, k, at[at.size() - 1]));
    }
  }

 private:
  static octet::shape from_end(const std::vector<std::int32_t>& sizes) {
    octet::shape s{.rank = static_cast<std::int32_t>(sizes.size())};
    for (std::size_t i = 0; i < sizes.size(); ++i) s.sizes[i] = sizes[sizes.size() - 1 - i];
    return s;
  }

  static std::size_t element(const octet::shape& s, const std::vector<std::int32_t>& at,
                             bool adjoint, std::int32_t row, std::int32_t column) {
    std::size_t e = 0;
    for (std::int32_t a = 0; a < s.rank; ++a) {
      const std::int32_t from_end = s.rank - a;
      std::int32_t i = 0;
      if (from_end > 2) i = s[a] == 1 ? 0 : at[at.size() - static_cast<std::size_t>(from_end)];
      if (from_end == 2) i = adjoint ? column : row;
      if (from_end == 1) i = adjoint ? row : column;
      e = e * static_cast<std::size_t>(s[a]) + static_cast<std::size_t>(i);
    }
    return e;
  }
};

}  // namespace octet_test
