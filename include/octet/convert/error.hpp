// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// convert_error, and the sentence that tells a user what an octet::error is about.
#pragma once

#include <cstddef>
#include <cstdint>
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

/// "operator 3 (CONV_2D)"
inline std::string name_node(std::int64_t index, builtin code) {
  return "operator " + std::to_string(index) + " (" + std::string(name_of(code)) + ")";
}

/// "tensor 7 \"conv1/weights\""
inline std::string name_tensor(std::int64_t index, const std::string& name) {
  return "tensor " + std::to_string(index) + (name.empty() ? "" : " \"" + name + "\"");
}

/// The characters of a string of the file.
inline std::string to_string(const flatbuffer::vector<std::uint8_t>& characters) {
  std::string text(characters.size(), '\0');
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>(characters[i]);
  return text;
}

/// "(1, 49, 10, 1)"
inline std::string to_string(const shape& s) {
  std::string text = "(";
  for (std::int32_t i = 0; i < s.rank; ++i) text += (i == 0 ? "" : ", ") + std::to_string(s[i]);
  return text + ")";
}

/// An error in a sentence, naming the operator and the tensor that it is about.
///
/// model    the graph that it is about, for the tensor's name; null where there is none
inline std::string explain(const error& e, const graph* model = nullptr) {
  std::string where;
  if (e.op_index >= 0) {
    where = e.op_code >= 0 ? name_node(e.op_index, static_cast<builtin>(e.op_code))
                           : "operator " + std::to_string(e.op_index);
  }
  if (e.tensor >= 0) {
    const bool known = model != nullptr && e.tensor < model->tensor_count();
    where += (where.empty() ? "" : ", ") +
             name_tensor(e.tensor, known ? to_string(model->tensor(e.tensor).name) : "");
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
