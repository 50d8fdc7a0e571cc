// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Runs a model on the host, float or quantized, with real values in and out.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "octet/convert/error.hpp"
#include "octet/float_ops/all.hpp"
#include "octet/model/interpreter.hpp"
#include "octet/quant/affine.hpp"

namespace octet::convert {

/// A model with the memory that it needs. Operators on quantized tensors are those of the device,
/// so what they compute here is what they compute there.
class executor {
 public:
  /// file     the bytes of a .tflite model
  /// errors   convert_error: the model cannot be loaded
  explicit executor(std::vector<std::uint8_t> file) : file_(std::move(file)) {
    const result<graph> opened = graph::open(file_);
    const auto check = [&](const auto& outcome) {
      if (!outcome)
        throw convert_error(explain(outcome.error(), opened ? &opened.value() : nullptr));
    };
    check(opened);
    const result<arena_need> need = arena_size<65536>(float_ops::all, *opened);
    check(need);
    need_ = *need;
    arena_.resize(static_cast<std::size_t>(need->total()));
    const auto loaded = octet::load(float_ops::all, file_, arena_);
    check(loaded);
    model_ = *loaded;
    for (std::size_t i = 0; i < model().inputs().size(); ++i)
      sample_size_ += model().tensor(model().inputs()[i]).shape.count();
  }

  // The interpreter points into file_ and arena_; moved vectors stay where they are.
  executor(executor&&) = default;
  executor& operator=(executor&&) = default;

  const graph& model() const { return model_.model(); }
  /// What the model needs in the arena.
  const arena_need& need() const { return need_; }
  std::size_t file_bytes() const { return file_.size(); }

  /// Bytes of all inputs and of all outputs together, in the model's own types.
  std::size_t input_bytes() const { return bytes_of(model().inputs()); }
  std::size_t output_bytes() const { return bytes_of(model().outputs()); }

  /// Forgets the state of LSTM, SVDF and their like.
  void reset() { model_.reset(); }

  /// Runs on one sample in the model's own types: the bytes of every input in order give those of
  /// every output in order.
  ///
  /// errors   convert_error: bytes of another size, or a node that fails
  void run_bytes(std::span<const std::uint8_t> input, std::span<std::uint8_t> output) {
    if (input.size() != input_bytes() || output.size() != output_bytes())
      throw convert_error("the model takes " + std::to_string(input_bytes()) + " bytes and gives " +
                          std::to_string(output_bytes()));
    for (std::size_t i = 0; i < model().inputs().size(); ++i) {
      const tensor_info t = model().tensor(model().inputs()[i]);
      std::copy_n(input.data(), t.bytes(), model_.template write<std::uint8_t>(t.index).data());
      input = input.subspan(t.bytes());
    }
    if (const errc e = model_.run(); e != errc::ok) throw convert_error(std::string(message(e)));
    for (std::size_t i = 0; i < model().outputs().size(); ++i) {
      const tensor_info t = model().tensor(model().outputs()[i]);
      std::copy_n(model_.template read<std::uint8_t>(t.index).data(), t.bytes(), output.data());
      output = output.subspan(t.bytes());
    }
  }

  /// Values of a sample: of all inputs together.
  std::size_t sample_size() const { return sample_size_; }

  /// Runs one sample: the real values of the inputs, one input after another.
  ///
  /// after    called as after(node) when a node's outputs are there and can still be read
  /// errors   convert_error: a sample of another size, or a node that fails
  template <class After>
  void run(std::span<const float> sample, After&& after) {
    if (sample.size() != sample_size())
      throw convert_error("a sample has " + std::to_string(sample.size()) +
                          " values; the model takes " + std::to_string(sample_size()));
    for (std::size_t i = 0; i < model().inputs().size(); ++i) {
      const tensor_info t = model().tensor(model().inputs()[i]);
      write(t, sample.first(t.shape.count()));
      sample = sample.subspan(t.shape.count());
    }
    if (const errc e = model_.run(after); e != errc::ok)
      throw convert_error(std::string(message(e)));
  }

  void run(std::span<const float> sample) {
    run(sample, [](std::int32_t) {});
  }

  /// The real values of an output of the model, after a run. Valid until the next call.
  std::span<const float> output(std::size_t i) { return read(model().outputs()[i]); }

  /// The real values of a tensor that was just computed. Valid until the next call.
  std::span<const float> read(std::int32_t tensor) {
    const tensor_info t = model().tensor(tensor);
    reals_.resize(t.shape.count());
    with_elements(t, [&]<class T>(T*, affine params) {
      const elements<const T> in = model_.template read<T>(tensor);
      for (std::size_t i = 0; i < reals_.size(); ++i) {
        if constexpr (std::is_same_v<T, float>) {
          reals_[i] = in[i];
        } else {
          reals_[i] = dequantize<T>(params, in[i]);
        }
      }
    });
    return reals_;
  }

 private:
  void write(const tensor_info& t, std::span<const float> reals) {
    with_elements(t, [&]<class T>(T*, affine params) {
      const elements<T> out = model_.template write<T>(t.index);
      for (std::size_t i = 0; i < reals.size(); ++i) {
        if constexpr (std::is_same_v<T, float>) {
          out.store(i, reals[i]);
        } else {
          out.store(i, quantize<T>(params, reals[i]));
        }
      }
    });
  }

  /// Calls f(T*, parameters); integers without parameters are their own real values.
  template <class F>
  static void with_elements(const tensor_info& t, F f) {
    affine params;
    if (t.is_quantized()) params = {t.scale(), t.zero_points.empty() ? 0 : t.zero_point()};
    switch (t.type) {
      case tensor_type::float32:
        return f(static_cast<float*>(nullptr), params);
      case tensor_type::int8:
        return f(static_cast<std::int8_t*>(nullptr), params);
      case tensor_type::uint8:
        return f(static_cast<std::uint8_t*>(nullptr), params);
      case tensor_type::int16:
        return f(static_cast<std::int16_t*>(nullptr), params);
      case tensor_type::int32:
        return f(static_cast<std::int32_t*>(nullptr), params);
      default:
        throw convert_error(name_tensor(t.index, to_string(t.name)) + " has the type " +
                            std::string(name_of(t.type)) + ", which has no real values here");
    }
  }

  std::size_t bytes_of(const flatbuffer::vector<std::int32_t>& tensors) const {
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < tensors.size(); ++i) bytes += model().tensor(tensors[i]).bytes();
    return bytes;
  }

  std::vector<std::uint8_t> file_;
  std::vector<std::uint8_t> arena_;
  interpreter<std::remove_const_t<decltype(float_ops::all)>, scalar> model_;
  arena_need need_{};
  std::size_t sample_size_ = 0;
  std::vector<float> reals_;
};

}  // namespace octet::convert
