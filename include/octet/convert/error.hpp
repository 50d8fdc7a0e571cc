// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// convert_error, and the sentence that tells a user what an octet::error is about.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "octet/core/result.hpp"
#include "octet/model/builtin.hpp"
#include "octet/model/graph.hpp"

namespace octet::convert {

/// What the conversion of a network throws; what() is one sentence for the user.
class convert_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The characters of a string of the file.
inline std::string to_string(const flatbuffer::vector<std::uint8_t>& characters) {
  std::string text(characters.size(), '\0');
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>(characters[i]);
  return text;
}

/// A text in one line: what is no character to print becomes '?', as a file may hold anything.
inline std::string to_line(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < ' ' || c == 0x7f) c = '?';
  }
  return text;
}

inline std::string to_line(const flatbuffer::vector<std::uint8_t>& characters) {
  return to_line(to_string(characters));
}

/// What f() gives; where that throws a convert_error, the path of the file that it is about goes
/// in front.
template <class F>
auto with_path(const std::filesystem::path& path, F f) {
  try {
    return f();
  } catch (const convert_error& e) {
    throw convert_error(path.string() + ": " + e.what());
  }
}

/// "operator 3 (CONV_2D)"; `custom` is what a custom operator calls itself.
inline std::string name_node(std::int64_t index, builtin code, const std::string& custom = "") {
  std::string name(name_of(code));
  if (name == "UNKNOWN") name = "number " + std::to_string(static_cast<std::int32_t>(code));
  return "operator " + std::to_string(index) + " (" + name +
         (custom.empty() ? "" : " \"" + custom + "\"") + ")";
}

/// "tensor 7 \"conv1/weights\"", in one line
inline std::string name_tensor(std::int64_t index, const std::string& name) {
  return "tensor " + std::to_string(index) + (name.empty() ? "" : " \"" + to_line(name) + "\"");
}

/// "(1, 49, 10, 1)"
inline std::string to_string(const shape& s) {
  std::string text = "(";
  for (std::int32_t i = 0; i < s.rank; ++i) text += (i == 0 ? "" : ", ") + std::to_string(s[i]);
  return text + ")";
}

/// What the operator of a node calls itself in the file; empty unless it is a custom one.
inline std::string custom_name(const graph& model, std::int32_t node) {
  const flatbuffer::table root = flatbuffer::root(model.file());
  const flatbuffer::table op = root.tables(field::model::subgraphs)[0].tables(
      field::subgraph::operators)[static_cast<std::size_t>(node)];
  const flatbuffer::table code = root.tables(
      field::model::operator_codes)[op.scalar<std::uint32_t>(field::node::opcode_index, 0)];
  return to_line(code.vector_of<std::uint8_t>(field::operator_code::custom_code));
}

/// "tensor 7 \"conv1/weights\" (int8)"
inline std::string name_tensor(const graph& model, std::int32_t index) {
  const tensor_info t = model.tensor(index);
  return name_tensor(index, to_string(t.name)) + " (" + std::string(name_of(t.type)) + ")";
}

/// An error in a sentence, naming the operator, and the tensor that it is about with its type.
///
/// model    the graph that it is about, for the tensor; null where there is none
inline std::string explain(const error& e, const graph* model = nullptr) {
  std::string where;
  if (e.op_index >= 0) {
    const bool known = model != nullptr && e.op_index < model->node_count();
    where = e.op_code >= 0 ? name_node(e.op_index, static_cast<builtin>(e.op_code),
                                       known ? custom_name(*model, e.op_index) : "")
                           : "operator " + std::to_string(e.op_index);
  }
  if (e.tensor >= 0) {
    const bool known = model != nullptr && e.tensor < model->tensor_count();
    where += (where.empty() ? "" : ", ") +
             (known ? name_tensor(*model, e.tensor) : name_tensor(e.tensor, ""));
  }
  std::string text = (where.empty() ? "" : where + ": ") + std::string(message(e.code));
  if (e.bytes_needed != 0) text += " (" + std::to_string(e.bytes_needed) + " bytes are needed)";
  return text;
}

/// The same from the bytes of the file, which may not even be a model.
inline std::string explain(const error& e, flatbuffer::bytes file) {
  const result<graph> model = graph::open(file);
  return explain(e, model ? &*model : nullptr);
}

}  // namespace octet::convert
