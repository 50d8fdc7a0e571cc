// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The files that octet generate writes.
#pragma once

#include <cstdint>
#include <cstdio>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "octet/model/graph.hpp"

/// In every generated file; one without it is somebody else's.
inline constexpr std::string_view generated_mark = "made by octet generate";

/// An input or an output.
struct port {
  std::string type;  ///< as C has it; empty where C has none
  std::size_t count;
  bool is_quantized;
  float scale;
  std::int32_t zero_point;
};

struct generated_model {
  std::string name;
  std::vector<std::uint8_t> file;
  std::size_t constant_bytes;
  std::uint32_t crc;  ///< of the constants
  std::size_t arena_bytes;
  std::vector<port> inputs, outputs;
  std::vector<std::uint8_t> golden_inputs, golden_outputs;
};

inline std::vector<port> ports_of(const octet::graph& model,
                                  const octet::flatbuffer::vector<std::int32_t>& tensors) {
  const auto type = [](octet::tensor_type t) -> std::string {
    switch (t) {
      case octet::tensor_type::float32:
        return "float";
      case octet::tensor_type::boolean:
        return "bool";
      case octet::tensor_type::int8:
      case octet::tensor_type::uint8:
      case octet::tensor_type::int16:
      case octet::tensor_type::int32:
      case octet::tensor_type::int64:
        return std::string(name_of(t)) + "_t";
      default:
        return "";
    }
  };
  std::vector<port> ports;
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    const octet::tensor_info t = model.tensor(tensors[i]);
    const bool codes = t.scales.size() == 1 && t.zero_points.size() == 1;
    ports.push_back({type(t.type), t.shape.count(), codes, codes ? t.scale() : 1.0F,
                     codes ? t.zero_point() : 0});
  }
  return ports;
}

namespace generated {

/// Replaces every @NAME@ and the like.
inline std::string filled(std::string text,
                          const std::vector<std::pair<std::string, std::string>>& values) {
  for (const auto& [key, value] : values) {
    for (std::size_t at = 0; (at = text.find(key, at)) != std::string::npos; at += value.size())
      text.replace(at, key.size(), value);
  }
  return text;
}

inline std::string filled(const std::string& text, const generated_model& g) {
  char crc[16];
  std::snprintf(crc, sizeof crc, "0x%08X", static_cast<unsigned>(g.crc));
  return filled(text, {{"@MARK@", std::string(generated_mark)},
                       {"@NAME@", g.name},
                       {"@CRC@", crc},
                       {"@ARENA@", std::to_string(g.arena_bytes)}});
}

inline std::string array(const std::string& declaration, std::span<const std::uint8_t> bytes) {
  std::string text =
      declaration + "std::array<std::uint8_t, " + std::to_string(bytes.size()) + "> ";
  std::string values = "{";
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i % 24 == 0) values += "\n    ";
    values += std::to_string(bytes[i]) + ",";
  }
  return text + "@ARRAY@" + values + "\n};\n";
}

/// "input", or where there are more "input_1".
inline std::string port_name(const std::string& kind, std::size_t i, std::size_t count) {
  return count == 1 ? kind : kind + "_" + std::to_string(i);
}

inline std::string real(float value) {
  char text[48];
  std::snprintf(text, sizeof text, "static_cast<float>(%.9g)", double{value});
  return text;
}

inline std::string cpp_type(const port& p) {
  return p.type == "float" || p.type == "bool" ? p.type : "std::" + p.type;
}

/// Functions of the header that give the elements of an input or output.
inline std::string accessors(const std::string& kind, const std::vector<port>& ports) {
  std::string text;
  const std::string constant = kind == "output" ? "const " : "";
  for (std::size_t i = 0; i < ports.size(); ++i) {
    const std::string name = port_name(kind, i, ports.size());
    text += "/// " + std::to_string(ports[i].count) + " elements.\ninline auto " + name + "(" +
            constant + "memory& m) { return model." + kind + "<" + cpp_type(ports[i]) + ", " +
            std::to_string(i) + ">(m); }\n";
    if (!ports[i].is_quantized) continue;
    text += "inline constexpr float " + name + "_scale = " + real(ports[i].scale) +
            ";\ninline constexpr std::int32_t " + name +
            "_zero_point = " + std::to_string(ports[i].zero_point) + ";\n";
  }
  return text;
}

inline std::string c_functions(const std::string& kind, const std::vector<port>& ports,
                               bool is_header) {
  std::string text;
  const std::string constant = kind == "output" ? "const " : "";
  for (std::size_t i = 0; i < ports.size(); ++i) {
    const std::string name = port_name(kind, i, ports.size());
    if (is_header) text += "/** " + std::to_string(ports[i].count) + " elements. */\n";
    text += constant + ports[i].type + "* @NAME@_" + name + "(" + constant + "@NAME@_memory* m)";
    text += is_header ? ";\n" : " { return @NAME@::" + name + "(inside(m)).data(); }\n";
  }
  return text;
}

}  // namespace generated

inline std::string header_text(const generated_model& g) {
  using namespace generated;
  const auto named = [](std::string text, const std::string& name) {
    return filled(std::move(text), {{"@ARRAY@", name}});
  };
  const std::string text = R"(// @MARK@: a model that the compiler plans.
#pragma once

#include <array>
#include <cstdint>
#include <type_traits>

#include "octet/core/crc32.hpp"
#include "octet/kernels/backend/device.hpp"
#include "octet/pipeline/selftest.hpp"
#include "octet/pipeline/static_model.hpp"

// clang-format off
namespace @NAME@ {

using backend = octet::device_backend;

/// The .tflite file, for the compiler: a program that runs the model holds model.constants() of it.
)" + named(array("alignas(16) inline constexpr ", g.file), "model_bytes") +
                           R"(
inline constexpr auto model =
    octet::static_model<model_bytes, std::remove_const_t<decltype(octet::ops::all)>, backend>;

/// The CRC-32 that model.constants() had when this was written.
inline constexpr std::uint32_t constants_crc = @CRC@u;

/// What the model works in: one each use, anywhere in RAM.
using memory = decltype(model)::memory;
static_assert(sizeof(memory) == @ARENA@);

)" + accessors("input", g.inputs) +
                           accessors("output", g.outputs) + R"(
/// Runs the model once. Set every input before every run.
inline octet::errc run(memory& m) { return model.run(m); }
/// Forgets the state (LSTM, SVDF ...); also before the first run.
inline void reset(memory& m) { model.reset(m); }

)" + named(array("inline constexpr ", g.golden_inputs), "golden_inputs") +
                           named(array("inline constexpr ", g.golden_outputs), "golden_outputs") +
                           R"(
/// Whether the constants are intact and the golden samples give what they gave on the host.
inline bool selftest(memory& m) {
  return octet::crc32(model.constants()) == constants_crc &&
         octet::reproduces(model, m, golden_inputs, golden_outputs);
}

}  // namespace @NAME@
)";
  return filled(text, g);
}

inline std::string c_header_text(const generated_model& g) {
  using namespace generated;
  return filled(R"(/* @MARK@: @NAME@.hpp for C. */
#ifndef @NAME@_C_H
#define @NAME@_C_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What the model works in: one each use, anywhere in RAM. */
typedef struct @NAME@_memory {
  uint64_t words[(@ARENA@ + 7) / 8];
} @NAME@_memory;

)" + c_functions("input", g.inputs, true) +
                    c_functions("output", g.outputs, true) + R"(
/** Runs the model once: 0, or the number of an octet::errc. Set every input before every run. */
int @NAME@_run(@NAME@_memory* m);
/** Forgets the state (LSTM, SVDF ...); also before the first run. */
void @NAME@_reset(@NAME@_memory* m);
/** Whether the constants are intact and the golden samples give what they gave on the host. */
bool @NAME@_selftest(@NAME@_memory* m);

#ifdef __cplusplus
}
#endif

#endif
)",
                g);
}

inline std::string c_source_text(const generated_model& g) {
  using namespace generated;
  return filled(R"(// @MARK@: @NAME@.hpp for C.
#include "@NAME@_c.h"

#include "@NAME@.hpp"

namespace {

static_assert(sizeof(@NAME@_memory) >= sizeof(@NAME@::memory));
static_assert(alignof(@NAME@_memory) >= alignof(@NAME@::memory));

@NAME@::memory& inside(@NAME@_memory* m) { return *reinterpret_cast<@NAME@::memory*>(m); }
const @NAME@::memory& inside(const @NAME@_memory* m) {
  return *reinterpret_cast<const @NAME@::memory*>(m);
}

}  // namespace

)" + c_functions("input", g.inputs, false) +
                    c_functions("output", g.outputs, false) + R"(
int @NAME@_run(@NAME@_memory* m) { return static_cast<int>(@NAME@::run(inside(m))); }
void @NAME@_reset(@NAME@_memory* m) { @NAME@::reset(inside(m)); }
bool @NAME@_selftest(@NAME@_memory* m) { return @NAME@::selftest(inside(m)); }
)",
                g);
}

inline std::string cmake_text(const generated_model& g, bool c_api) {
  const std::string sources =
      c_api ? " STATIC ${CMAKE_CURRENT_LIST_DIR}/@NAME@_c.cpp" : " INTERFACE";
  const std::string scope = c_api ? "PUBLIC" : "INTERFACE";
  return generated::filled(R"(# @MARK@. In a project that has octet:
#   find_package(octet REQUIRED)
#   include(path/to/@NAME@.cmake)
#   target_link_libraries(firmware PRIVATE @NAME@)
add_library(@NAME@)" + sources +
                               R"()
target_include_directories(@NAME@ )" +
                               scope + R"( ${CMAKE_CURRENT_LIST_DIR})
target_link_libraries(@NAME@ )" +
                               scope + R"( octet::octet)
# Compilers give up early on what they compute themselves unless told otherwise.
target_compile_options(@NAME@ )" +
                               scope + R"(
  $<$<COMPILE_LANG_AND_ID:CXX,Clang,AppleClang>:-fconstexpr-steps=2000000000>
  $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fconstexpr-ops-limit=2000000000>)
)",
                           g);
}

inline std::string makefile_text(const generated_model& g, bool c_api) {
  const std::string object = c_api ? R"(
@NAME@_OBJECTS := @NAME@_c.o

@NAME@_c.o: $(@NAME@_DIR)@NAME@_c.cpp $(@NAME@_DIR)@NAME@_c.h $(@NAME@_DIR)@NAME@.hpp
	$(CXX) $(CXXFLAGS) $(@NAME@_CXXFLAGS) -c $< -o $@
)"
                                   : "";
  return generated::filled(R"(# @MARK@. OCTET_INCLUDE is the folder that holds octet/octet.hpp:
#   OCTET_INCLUDE := path/to/octet/include
#   include path/to/@NAME@.mk   (behind the first rule)
#   CXXFLAGS += $(@NAME@_CXXFLAGS)
@NAME@_DIR := $(dir $(lastword $(MAKEFILE_LIST)))
@NAME@_CXXFLAGS := -std=c++20 -fno-exceptions -fno-rtti -I$(@NAME@_DIR) -I$(OCTET_INCLUDE)
)" + object,
                           g);
}
