// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// A quantized network under construction: QUANTIZE and DEQUANTIZE wherever an operator wants a
// tensor in another form than it has.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "octet/convert/network.hpp"
#include "octet/convert/rules.hpp"
#include "octet/quant/affine.hpp"

namespace octet::convert {

/// A type, and for codes the parameters.
struct tensor_form {
  tensor_type type = tensor_type::float32;
  affine params{};

  bool is_float() const { return type == tensor_type::float32; }
  friend bool operator==(const tensor_form& a, const tensor_form& b) {
    return a.type == b.type && (a.is_float() || a.params == b.params);
  }
};

/// Calls f(T*) with the C++ type of codes of int8, uint8 or int16.
template <class F>
void with_code_type(tensor_type type, F f) {
  if (type == tensor_type::uint8) return f(static_cast<std::uint8_t*>(nullptr));
  if (type == tensor_type::int16) return f(static_cast<std::int16_t*>(nullptr));
  f(static_cast<std::int8_t*>(nullptr));
}

/// Sets type and parameters of a tensor, and the codes of a constant one.
inline void set_form(tensor& t, const tensor_form& form) {
  if (form.is_float()) return;
  t.quantization = quantization_info{{}, {}, {form.params.scale}, {form.params.zero_point}, 0};
  with_code_type(form.type, [&]<class T>(T*) {
    const std::vector<float> reals = t.values<float>();
    std::vector<T> codes(reals.size());
    octet::quantize<T>(reals, form.params, codes);
    t.set_values<T>(codes);
  });
}

/// The tensors of a float network in the forms that operators want them in.
///
/// A tensor keeps its index and its name where the model's border or else its producer has it;
/// every other form is a new tensor behind, "name_int8", made once.
class converted_tensors {
 public:
  explicit converted_tensors(const network& source) : net_(source), forms_(source.tensors.size()) {
    net_.nodes.clear();
    for (const tensor& t : source.tensors) names_.insert(t.name);
    uses_.resize(source.tensors.size());
    for (const node& n : source.nodes) {
      for (const std::int32_t t : n.inputs) {
        if (t != no_tensor) ++uses_[static_cast<std::size_t>(t)];
      }
    }
  }

  network& net() { return net_; }
  void append(node n) { net_.nodes.push_back(std::move(n)); }

  /// A tensor of the model's border gets its form before any operator does.
  void set_border(std::int32_t tensor, const tensor_form& form) { define(tensor, form); }

  /// Where a producer writes a tensor. What the border wants otherwise follows behind it.
  std::int32_t write(std::int32_t tensor, const tensor_form& form) {
    std::vector<stored>& forms = forms_of(tensor);
    if (forms.empty()) {
      define(tensor, form);
      return tensor;
    }
    if (forms[0].form == form) return tensor;
    const std::int32_t own = add(tensor, form);
    forms.insert(forms.begin(), {form, own});  // what others are made of
    pending_.push_back({tensor, forms[1].form});
    return own;
  }

  /// After the producer: the border's forms of what it wrote.
  void convert_pending() {
    for (const auto& [tensor, form] : std::exchange(pending_, {})) convert(tensor, form, tensor);
  }

  /// Where an operator reads a computed tensor in a form.
  std::int32_t read(std::int32_t tensor, const tensor_form& form) {
    std::vector<stored>& forms = forms_of(tensor);
    if (forms.empty()) define(tensor, {});  // a float input that nobody else asked for
    for (const stored& s : forms) {
      if (s.form == form) return s.index;
    }
    const std::int32_t index = add(tensor, form);
    forms.push_back({form, index});
    convert(tensor, form, index);
    return index;
  }

  /// A constant in a form: itself, or a copy where others read it too.
  std::int32_t constant(std::int32_t tensor, const tensor_form& form) {
    const std::int32_t index = own(tensor);
    set_form(net_.at(index), form);
    return index;
  }

  /// A tensor that one of its readers may change: itself, or a copy where others read it too.
  std::int32_t own(std::int32_t tensor) {
    std::uint32_t& uses = uses_[static_cast<std::size_t>(tensor)];
    if (uses <= 1) return tensor;
    --uses;
    return net_.add_tensor(net_.at(tensor));
  }

  /// A name that no tensor has yet.
  std::string new_name(const std::string& wanted) {
    std::string name = wanted;
    for (int i = 2; !names_.insert(name).second; ++i) name = wanted + "_" + std::to_string(i);
    return name;
  }

 private:
  struct stored {
    tensor_form form;
    std::int32_t index;
  };

  std::vector<stored>& forms_of(std::int32_t tensor) {
    return forms_[static_cast<std::size_t>(tensor)];
  }

  void define(std::int32_t tensor, const tensor_form& form) {
    if (!forms_of(tensor).empty()) return;
    set_form(net_.at(tensor), form);
    forms_of(tensor).push_back({form, tensor});
  }

  std::int32_t add(std::int32_t tensor, const tensor_form& form) {
    convert::tensor t = net_.at(tensor);
    t.name = new_name(t.name + "_" + std::string(name_of(form.type)));
    t.type = tensor_type::float32;
    t.quantization = {};
    set_form(t, form);
    return net_.add_tensor(std::move(t));
  }

  /// Appends what makes the form `to` of a tensor, in tensor `index`, of the form it has first.
  void convert(std::int32_t tensor, const tensor_form& to, std::int32_t index) {
    stored from = forms_of(tensor)[0];
    // Between uint8 and int16 there is no kernel; int8 lies between, and costs uint8 nothing.
    const auto are = [&](tensor_type a, tensor_type b) {
      return from.form.type == a && to.type == b;
    };
    if (are(tensor_type::uint8, tensor_type::int16) ||
        are(tensor_type::int16, tensor_type::uint8)) {
      affine params = (to.type == tensor_type::uint8 ? to : from.form).params;
      params.zero_point -= 128;
      from.index = read(tensor, {tensor_type::int8, params});
      from.form = {tensor_type::int8, params};
    }
    node n =
        make_node(to.is_float() ? builtin::dequantize : builtin::quantize, {from.index}, {index});
    if (to.is_float()) {
      n.version = from.form.type == tensor_type::int16  ? 3
                  : from.form.type == tensor_type::int8 ? 2
                                                        : 1;
    } else {
      n.version = to.type == tensor_type::int16 ? 2 : 1;
    }
    append(std::move(n));
  }

  network net_;
  std::vector<std::vector<stored>> forms_;  ///< of each tensor; the first is what others come from
  std::vector<std::uint32_t> uses_;         ///< operators that read a tensor
  std::set<std::string> names_;
  std::vector<std::pair<std::int32_t, tensor_form>> pending_;
};

}  // namespace octet::convert
