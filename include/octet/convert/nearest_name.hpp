// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What a user who mistyped a name may have meant.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace octet::convert {

/// Characters to insert, delete or replace to make one text of the other.
inline std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);  // distances of a's beginning to each one of b
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

/// The name with the least edit distance, of equals the first; empty where there are no names.
inline std::string nearest_name(std::string_view name, std::span<const std::string> names) {
  const auto nearest = std::ranges::min_element(
      names, {}, [&](const std::string& other) { return edit_distance(name, other); });
  return nearest == names.end() ? std::string() : *nearest;
}

}  // namespace octet::convert
