// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The operators that run, by element type, as a Markdown table; and how many models use each.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "octet/convert/executor.hpp"
#include "octet/model/builtin.hpp"
#include "octet/model/graph.hpp"
#include "octet/model/tensor_type.hpp"

namespace octet::report {

class operator_table {
 public:
  explicit operator_table(std::span<const convert::executor_kernel> kernels)
      : kernels_(kernels), used_(kernels.size()) {}

  std::span<const convert::executor_kernel> kernels() const { return kernels_; }

  /// Counts the kernels that a model uses.
  void add(const graph& model) {
    for (std::int32_t i = 0; i < model.node_count(); ++i) {
      const node op = model.node(i);
      const auto kernel = std::ranges::find_if(kernels_, [&](const convert::executor_kernel& k) {
        return k.code == op.code && k.accepts(model, op);
      });
      if (kernel == kernels_.end()) continue;
      const bool any = kernel->types.input == every_type;
      const column c = any ? column_of(model.tensor(op.output(0)).type) : column_of(kernel->types);
      used_[static_cast<std::size_t>(kernel - kernels_.begin())][c].insert(models_);
    }
    ++models_;
  }

  /// How many models there were, and how many of them use a kernel.
  std::size_t models() const { return models_; }
  std::size_t models(std::size_t kernel) const {
    std::set<std::size_t> all;
    for (const auto& [c, models] : used_[kernel]) all.insert(models.begin(), models.end());
    return all.size();
  }

  /// A row for each operator, in the order of their names. A cell says "yes" or how many models use
  /// it.
  std::string markdown() const {
    std::string text = "| operator |";
    for (const std::string_view title : titles) text += " " + std::string(title) + " |";
    text += "\n|---|";
    for (std::size_t c = 0; c < titles.size(); ++c) text += "---|";
    text += "\n";
    for (const auto& [name, cells] : rows()) {
      text += "| " + std::string(name) + " |";
      for (const cell& c : cells) {
        const std::string inside = text_of(c);
        text += inside.empty() ? " |" : " " + inside + " |";
      }
      text += "\n";
    }
    return text;
  }

 private:
  enum column : std::size_t { in_int8, in_int16, in_uint8, int4_weights, hybrid, in_float, others };
  static constexpr std::array<std::string_view, 7> titles{
      "int8", "int16", "uint8", "int4 weights", "hybrid", "float32", "other"};

  /// What a kernel is for beyond its column ("" where that says it all), and the models that use
  /// it.
  using cell = std::map<std::string, std::set<std::size_t>>;

  static column column_of(tensor_type type) {
    switch (type) {
      case tensor_type::int8:
        return in_int8;
      case tensor_type::int16:
        return in_int16;
      case tensor_type::uint8:
        return in_uint8;
      case tensor_type::float32:
        return in_float;
      default:
        return others;
    }
  }

  static bool is_hybrid(const entry_signature& types) {
    return types.input == tensor_type::float32 && types.weights != every_type &&
           types.weights != tensor_type::float32;
  }

  static column column_of(const entry_signature& types) {
    if (is_hybrid(types)) return hybrid;
    return types.weights == tensor_type::int4 ? int4_weights : column_of(types.input);
  }

  static std::string label_of(const entry_signature& types) {
    const auto name = [](tensor_type t) { return std::string(name_of(t)); };
    const column c = column_of(types);
    if (c == hybrid) return name(types.weights);
    std::string label = c == others ? name(types.input) : "";
    if (types.output != every_type && types.output != types.input)
      label += (label.empty() ? "→ " : " → ") + name(types.output);
    return label;
  }

  std::map<std::string_view, std::array<cell, titles.size()>> rows() const {
    std::map<std::string_view, std::array<cell, titles.size()>> all;
    for (std::size_t k = 0; k < kernels_.size(); ++k) {
      auto& cells = all[name_of(kernels_[k].code)];
      const auto put = [&](column c, const std::string& label) {
        auto& models = cells[c][label];
        const auto used = used_[k].find(c);
        if (used != used_[k].end()) models.insert(used->second.begin(), used->second.end());
      };
      const entry_signature& types = kernels_[k].types;
      if (types.input != every_type) {
        put(column_of(types), label_of(types));
        continue;
      }
      for (const column c : {in_int8, in_int16, in_uint8, in_float}) put(c, "");
      put(others, "every");
    }
    return all;
  }

  static std::string text_of(const cell& c) {
    std::string text;
    for (const auto& [label, models] : c) {
      const std::string count = models.empty() ? "" : std::to_string(models.size());
      text += text.empty() ? "" : ", ";
      if (label.empty()) {
        text += count.empty() ? "yes" : count;
      } else {
        text += label + (count.empty() ? "" : " " + count);
      }
    }
    return text;
  }

  std::span<const convert::executor_kernel> kernels_;
  std::vector<std::map<column, std::set<std::size_t>>> used_;
  std::size_t models_ = 0;
};

}  // namespace octet::report
